/// A list of kernel modules to load at boot: one name a line, comments with `#` or `;`.
///
/// Source: modules-load.d(5); systemd's src/modules-load/modules-load.c.
package struct ModulesLoad: Sendable, Equatable {
    private let kept: KeptLines

    /// A new file; the comment may have several lines.
    package init(comment: String, modules: [String]) {
        let head = comment.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "#" : "# \($0)" }
        kept = KeptLines(Array((head + modules).map { $0 + "\n" }.joined().utf8))
    }

    /// Reads a file; a line that cannot be the name of a module is told.
    package init(parsing source: SourceText, diagnostics: inout [Diagnostic]) {
        kept = KeptLines(source.bytes)
        for (line, span) in zip(kept.lines, source.lines) {
            guard let name = Self.name(in: line), name.utf8.contains(where: \.isBlank) else { continue }
            let message = "\"\(name)\" is not the name of a module; each name stands on a line of its own"
            diagnostics.append(Diagnostic(.error, file: source.name, span: span, message))
        }
    }

    package init(parsing source: SourceText) {
        var diagnostics: [Diagnostic] = []
        self.init(parsing: source, diagnostics: &diagnostics)
    }

    private init(_ kept: KeptLines) { self.kept = kept }

    /// The names in order, as written.
    package var modules: [String] { kept.lines.compactMap(Self.name) }

    package var bytes: [UInt8] { kept.bytes }
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The file with the lines of some modules made comments, and all else as it was.
    package func commentingOut(mark: String = "# ", where isUnwanted: (String) -> Bool) -> ModulesLoad {
        let numbers = kept.lines.indices.filter { Self.name(in: kept.lines[$0]).map(isUnwanted) ?? false }
        return ModulesLoad(kept.marking(numbers, with: mark))
    }

    private static func name(in line: ByteSlice) -> String? {
        let stripped = line.trimmingBlanks
        guard let first = stripped.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { return nil }
        return stripped.text
    }
}
