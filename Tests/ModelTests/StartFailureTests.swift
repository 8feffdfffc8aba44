import Formats
import Glibc
import Model
import SystemPackage
import Testing

/// What a failed start left behind, from a file: the cause and the sentence that are expected, then lines by their source.
struct StartFailureCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let cause: String
    let sentence: String
    let evidence: StartEvidence

    static let directory = FilePath(#filePath).removingLastComponent().appending("StartFailures")

    static let names: [String] = {
        guard let stream = opendir(directory.string) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".txt") { names.append(name) }
        }
        return names.sorted()
    }()

    /// Every file of the directory, by its name.
    static let all: [StartFailureCase] = names.compactMap { name in
        // try?: a file that cannot be read is missed by the count below.
        guard let file = try? FileDescriptor.open(directory.appending(name), .readOnly) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = (try? bytes.withUnsafeMutableBytes { try file.read(into: $0) }) ?? 0
        try? file.close()
        return StartFailureCase(name: name, bytes: Array(bytes[..<count]))
    }

    init?(name: String, bytes: [UInt8]) {
        var evidence = StartEvidence()
        var values: [String] = []
        var source: StartEvidence.Source?
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix("== ") {
                source = StartEvidence.Source(rawValue: String(text.dropFirst(3)))
            } else if let source {
                evidence.add(Array(line), from: source)
            } else if let range = text.firstRange(of: ": ") {
                values.append(String(text[range.upperBound...]))
            }
        }
        guard values.count == 2, source != nil else { return nil }
        testDescription = name
        cause = values[0]
        sentence = values[1]
        self.evidence = evidence
    }
}

@Suite struct `why a start failed` {
    @Test(arguments: StartFailureCase.all)
    func `is read from what it left behind`(_ one: StartFailureCase) {
        let failure = StartFailure(of: one.evidence)
        #expect(failure.cause == one.cause)
        #expect(failure.sentence == one.sentence)
    }

    @Test func `every file of the collection was read`() {
        #expect(StartFailureCase.all.count == StartFailureCase.names.count)
        #expect(StartFailureCase.all.count >= 70)
    }

    @Test func `a sentence is one clause that can be shown`() {
        for one in StartFailureCase.all {
            let sentence = StartFailure(of: one.evidence).sentence
            #expect(!sentence.hasSuffix(".") && !sentence.contains("{") || one.cause == "unknown", "\(sentence)")
            #expect(sentence.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "\(sentence)")
        }
    }

    @Test func `the numbers of lines and functions in libxl's sources make no difference`() {
        for prefix in ["a.c:1:f: ", "libxl_device.c:99999:other: Domain 12:"] {
            var evidence = StartEvidence()
            evidence.add(Array("libxl: error: \(prefix)script: Could not find bridge device br0".utf8), from: .xl)
            #expect(StartFailure(of: evidence).cause == "bridge-missing")
        }
    }

    @Test func `domains are known by what xl says of them, the last first`() {
        var evidence = StartEvidence()
        evidence.add(
            Array(
                """
                libxl: error: a.c:1:f: Domain 8:one
                libxl: error: a.c:1:f: Domain 9:two
                libxl: error: a.c:1:f: Domain 9:three
                libxl: error: a.c:1:f: Domain with name "7" already exists.
                """.utf8), from: .xl)
        #expect(evidence.domids == [9, 8])
    }

    @Test func `only the last of many lines is kept`() {
        var evidence = StartEvidence()
        evidence.add(Array((1...1000).map { "\($0)\n" }.joined().utf8), from: .hotplug)
        #expect(evidence.lines[.hotplug]?.count == StartEvidence.most)
        #expect(evidence.lines[.hotplug]?.last == "1000")
    }
}
