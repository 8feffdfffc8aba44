extension XenEFIConfiguration {
    /// Reads a file as xen.efi does, and tells what it would not see, or see otherwise than it looks.
    package init(parsing source: SourceText, diagnostics: inout [Diagnostic]) {
        var reader = XenEFIReader(source)
        self = reader.configuration()
        diagnostics += reader.found.all(in: source.name)
    }

    package init(parsing source: SourceText) {
        var diagnostics: [Diagnostic] = []
        self.init(parsing: source, diagnostics: &diagnostics)
    }
}

/// One line as xen.efi sees it: up to a control character, without what comes before and without a comment.
private struct XenEFILine {
    let content: ByteSlice
    /// Where a comment starts within a word, which nobody can have meant.
    let hash: Int?

    init(_ raw: ByteSlice) {
        let line = raw.drop { $0 == UInt8(ascii: " ") }
        guard line.first != UInt8(ascii: ";"), line.first != UInt8(ascii: "#"),
            let hash = line.firstIndex(of: UInt8(ascii: "#"))
        else {
            content = line.first == UInt8(ascii: ";") || line.first == UInt8(ascii: "#") ? line.prefix(0) : line
            self.hash = nil
            return
        }
        content = line[..<hash]
        self.hash = line[hash - 1] == UInt8(ascii: " ") ? nil : hash
    }
}

private struct XenEFIReader {
    private enum Place {
        case before, global, section(Int), ignored
    }

    private let source: SourceText
    private(set) var found = BoundedDiagnostics()
    private var place = Place.before
    private var seen: Set<String> = []
    private var names: Set<String> = []
    private var result = XenEFIConfiguration()

    private static let globalKeys = ["default", "chain", "video", "ucode"]
    private static let sectionKeys = ["options", "kernel", "ramdisk", "xsm", "ucode", "video", "dtb"]

    init(_ source: SourceText) { self.source = source }

    mutating func configuration() -> XenEFIConfiguration {
        for raw in source.bytes.split(whereSeparator: \.isControl) {
            let line = XenEFILine(raw)
            if let hash = line.hash {
                tell(
                    .error, hash..<hash + 1, "\"#\" starts a comment even within a word: xen.efi sees nothing after it",
                    hint: "write the word without \"#\", or put a space before the comment")
            }
            guard !line.content.isEmpty else { continue }
            if line.content.first == UInt8(ascii: "[") { open(line.content) } else { take(line.content) }
        }
        if let standard = result.standard, result.section() == nil, result.chain == nil {
            tell(
                .error, nil, "default names the section \"\(standard)\", and there is none",
                hint: Spelling.nearest(to: standard, among: result.sections.map(\.name)).map {
                    "did you mean \"\($0)\"?"
                })
        }
        return result
    }

    private mutating func open(_ line: ByteSlice) {
        seen = []
        guard let end = line.firstIndex(of: UInt8(ascii: "]")) else {
            tell(.error, line.indices, "a section starts with its name in brackets, as in \"[xen]\"")
            place = .ignored
            return
        }
        let name = line[(line.startIndex + 1)..<end].text
        guard names.insert(name).inserted else {
            tell(.warning, line.indices, "section \"\(name)\" is there already; xen.efi sees only the first")
            place = .ignored
            return
        }
        if name == "global" {
            place = .global
        } else {
            result.sections.append(.init(name))
            place = .section(result.sections.count - 1)
        }
    }

    private mutating func take(_ line: ByteSlice) {
        guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else {
            tell(.warning, line.indices, "\"\(shown(line))\" is no setting; xen.efi passes over it")
            return
        }
        let (name, value) = (line[..<equals], line[(equals + 1)...])
        let key = name.text
        let keys: [String]
        switch place {
        case .ignored: return
        case .before:
            tell(
                .warning, name.indices,
                "\"\(shown(name))\" stands before any section, where xen.efi looks only while no section is named")
            return
        case .global: keys = Self.globalKeys
        case .section: keys = Self.sectionKeys
        }
        guard keys.contains(key) else {
            let bare = name.trimmingBlanks.text
            let hint =
                keys.contains(bare)
                ? "write \"\(bare)=\", without a space before \"=\""
                : Spelling.nearest(to: bare, among: keys).map { "did you mean \"\($0)\"?" }
            tell(.warning, name.indices, "xen.efi has no setting \"\(shown(name))\" here", hint: hint)
            return
        }
        guard seen.insert(key).inserted else {
            tell(.warning, name.indices, "\"\(key)\" is set already; xen.efi sees only the first")
            return
        }
        do {
            try set(key, to: value)
        } catch {
            tell(.error, value.indices, error.description)
        }
    }

    private mutating func set(_ key: String, to value: ByteSlice) throws(XenEFITextError) {
        let text = value.drop { $0 == UInt8(ascii: " ") }.text
        switch (place, key) {
        case (.global, "default"): result.standard = text
        case (.global, "chain"): result.chain = try XenEFIFileName(text)
        case (.global, "video"): result.video = try XenEFIText(text)
        case (.global, "ucode"): result.microcode = try XenEFIFileName(Self.firstWord(text).word)
        case (.section(let index), "options"): result.sections[index].options = try XenEFIText(text)
        case (.section(let index), "ramdisk"): result.sections[index].ramdisk = try XenEFIFileName(text)
        case (.section(let index), "xsm"): result.sections[index].xsm = try XenEFIFileName(text)
        case (.section(let index), "ucode"):
            result.sections[index].microcode = try XenEFIFileName(Self.firstWord(text).word)
        case (.section(let index), "video"): result.sections[index].video = try XenEFIText(text)
        case (.section(let index), "dtb"): result.sections[index].deviceTree = try XenEFIFileName(text)
        case (.section(let index), "kernel"):
            let (file, rest) = Self.firstWord(text)
            let line = try XenEFIText(rest)
            result.sections[index].kernel = .init(try XenEFIFileName(file), commandLine: line.isEmpty ? nil : line)
        default: break
        }
    }

    private static func firstWord(_ text: String) -> (word: String, rest: String) {
        let bytes = Array(text.utf8)
        let word = bytes.prefix { $0 != UInt8(ascii: " ") }
        return (word.text, bytes[word.endIndex...].text)
    }

    private mutating func tell(
        _ severity: Diagnostic.Severity, _ span: Range<Int>?, _ message: String, hint: String? = nil
    ) {
        found.append(Diagnostic(severity, file: source.name, span: span, message, hint: hint))
    }

    private func shown(_ bytes: ByteSlice) -> String { ShownText.escaped(bytes, limit: 80) }
}
