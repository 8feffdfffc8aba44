import CXLU
import Formats
import Glibc
import Testing

@Suite struct `the xl grammar beside the real libxlutil` {
    @Test func `made-up and damaged files are taken or refused alike and have the same values`() {
        var generator = InputGenerator(random: .fromEnvironment())
        let seed = generator.random.seed
        let count = getenv("REEVE_ORACLE_INPUTS").flatMap { Int(String(cString: $0)) } ?? 20_000
        print("comparing \(count) inputs with libxlutil, REEVE_SEED=\(seed)")
        var failures = 0
        var taken = 0
        for number in 0..<count where failures < 10 {
            let oracle = Oracle(generator.next())
            if !oracle.document.hasErrors { taken += 1 }
            guard oracle.disagreement != nil else { continue }
            failures += 1
            let shrunk = oracle.shrunk
            Issue.record(
                """
                REEVE_SEED=\(seed), input \(number): \(shrunk.disagreement ?? "")
                shortest: \(shrunk.escapedInput)
                as found: \(oracle.escapedInput)
                """)
        }
        // A generator that made only wrong files would prove little.
        #expect(taken * 5 > count, "only \(taken) of \(count) inputs were right, REEVE_SEED=\(seed)")
        print("\(count) inputs compared, \(taken) of them right")
    }

    /// Every short text over the characters that matter.
    @Test func `all short texts are taken or refused alike`() {
        let alphabet = Array("a=1[],;\n#+'\\@ ".utf8)
        var texts: [[UInt8]] = [[]]
        for _ in 0..<3 { texts += texts.flatMap { text in alphabet.map { text + [$0] } } }
        for text in Set(texts) {
            for before in ["", "a=", "a=[", "a=1"] {
                let oracle = Oracle(Array(before.utf8) + text)
                if let disagreement = oracle.disagreement {
                    Issue.record("\(oracle.escapedInput): \(disagreement)")
                }
            }
        }
    }

    @Test func `what Reeve prints, libxlutil reads`() throws {
        var random = SeededGenerator.fromEnvironment()
        for _ in 0..<1000 {
            let value = XLValue.atom((0..<random.below(30)).map { _ in UInt8(1 + random.below(255)) })
            let text = try XLPrinter.assignment("a", .list([value, .list([value])]))
            let oracle = Oracle(text)
            #expect(oracle.verdict == .takes)
            #expect(oracle.disagreement == nil, "REEVE_SEED=\(random.seed)")
        }
    }
}

@Suite struct `deliberate differences from libxlutil` {
    @Test(arguments: ["memory = 512@", "a=1\n\"", "a=1\r", "a=1-"])
    func `a stray last byte is an error`(text: String) {
        let oracle = Oracle(Array(text.utf8))
        #expect(oracle.verdict == .takes)
        #expect(oracle.document.hasErrors)
    }

    @Test func `lists nest less deep`() {
        func nested(_ depth: Int) -> Oracle {
            Oracle(Array("a=".utf8) + [UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth))
        }
        #expect(nested(XLGrammar.nestingLimit).disagreement == nil)
        #expect(nested(257).verdict == .takes)
        #expect(nested(257).document.hasErrors)
        #expect(nested(4900).verdict == .takes)
        #expect(nested(5000).verdict == .refuses)
    }

    @Test func `a NUL byte in a string is an error`() {
        let oracle = Oracle(Array("a = \"x\0y\"\n".utf8))
        #expect(oracle.verdict == .aborts)
        #expect(oracle.document.hasErrors)
    }

    @Test func `a binary number is none`() {
        #expect(throws: XLDocument.IntegerError.unreadable(.notANumber)) {
            try Oracle(Array("memory = 0b11".utf8)).document.integer("memory")
        }
    }

    @Test func `the manual lists the same differences`() throws {
        let path = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/docs/differences.md"
        let file = try #require(fopen(path, "r"), "\(path) is missing")
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let length = fread(&buffer, 1, buffer.count, file)
        let text = String(decoding: buffer[..<length], as: UTF8.self)
        let rows = text.split(separator: "\n").prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| ") }
        #expect(rows.dropFirst().map(String.init) == Difference.all.map(\.row))
    }
}
