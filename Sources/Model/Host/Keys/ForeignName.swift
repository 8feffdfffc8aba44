package import Formats

/// A name by which Xen hosts are set up elsewhere, and what host.conf has instead.
package struct ForeignName: Sendable, Equatable {
    package enum Origin: String, Sendable, CaseIterable {
        case nixos = "an option of NixOS"
        case xencommons = "a variable of /etc/default/xencommons"
        case xendomains = "a variable of /etc/default/xendomains"
        case xend = "an option of xend, which is gone since Xen 4.5"

        /// The heading in the manual.
        package var title: String {
            switch self {
            case .nixos: "Options of NixOS, with virtualisation.xen. before them"
            case .xencommons: "Variables of /etc/default/xencommons and /etc/default/xen"
            case .xendomains: "Variables of /etc/default/xendomains"
            case .xend: "Options of xend-config.sxp"
            }
        }
    }

    enum Answer: Sendable, Equatable {
        /// A key of host.conf.
        case key(String)
        /// A sentence, where there is no key or the key is not all.
        case words(String)
    }

    package let name: String
    package let origin: Origin
    let answer: Answer

    init(_ origin: Origin, _ name: String, _ answer: Answer) {
        self.origin = origin
        self.name = name
        self.answer = answer
    }

    /// What to do instead, as a clause.
    package var advice: String {
        switch answer {
        case .words(let words): words
        case .key(let key):
            HostKey.named(key) != nil || key.hasPrefix(HostKey.xlPrefix)
                ? "write \(key)" : "host.conf has no key for it: leave it out"
        }
    }

    /// The row of a name as it was written; an option of NixOS may have its prefix.
    package static func named(_ written: String) -> ForeignName? {
        for prefix in ["virtualisation.xen.", "virtualisation."] where written.hasPrefix(prefix) {
            let rest = String(written.dropFirst(prefix.count))
            if let row = byName[rest], row.origin == .nixos { return row }
        }
        return byName[written]
    }

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    // MARK: In a file

    /// Diagnostics of a document in which those that a foreign name caused say what it is.
    ///
    /// Such names have capital letters or hyphens, which no key has: the grammar stumbles over them.
    package static func explained(_ diagnostics: [Diagnostic], in document: XLDocument) -> [Diagnostic] {
        guard document.hasErrors else { return diagnostics }
        let (name, table) = (document.source.name, LineTable(document.source))
        var lines: [Int: Diagnostic?] = [:]
        return diagnostics.compactMap { diagnostic in
            guard diagnostic.file == name, diagnostic.severity == .error, let span = diagnostic.span else {
                return diagnostic
            }
            let line = table.position(of: span.lowerBound).line
            if let known = lines[line] { return known == nil ? diagnostic : nil }
            let said = sighting(in: document.source.bytes[table.range(ofLine: line)], file: name)
            lines[line] = .some(said)
            return said ?? diagnostic
        }
    }

    private static func sighting(in line: ArraySlice<UInt8>, file: String) -> Diagnostic? {
        let start = line.firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } ?? line.endIndex
        let word = line[start...].prefix(80).prefix(while: isPart)
        let text = String(decoding: word, as: UTF8.self)
        guard !XLGrammar.isKey(text) else { return nil }
        return named(text)?.diagnostic(text, file: file, span: word.startIndex..<word.endIndex)
    }

    /// An error at the place where the name stands.
    func diagnostic(_ written: String, file: String, span: Range<Int>) -> Diagnostic {
        Diagnostic(.error, file: file, span: span, "\"\(written)\" is \(origin.rawValue)", hint: advice)
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }
}
