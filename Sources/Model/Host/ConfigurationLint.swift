package import Formats

/// Everything that can be said of one configuration file, beside what its parser found: keys, types, specifications, and
/// what the release of Xen that reads it knows.
package enum ConfigurationLint {
    /// `host.conf`.
    package static func host(_ document: XLDocument, target: XenVersion) -> (HostSpecification, [Diagnostic]) {
        let (host, diagnostics) = HostSpecification.decode(file: document.source.name, settings: document.settings)
        return (host, diagnostics + xlKeys(in: document, target: target))
    }

    /// A guest's file, with the file beside it.
    ///
    /// `needsName` makes a missing `name` an error, as it is for xl; a guest of Reeve's is named by its file.
    package static func guest(
        _ name: GuestName, _ document: XLDocument, sidecar: XLDocument? = nil,
        defaults: GuestDefaults = GuestDefaults(), target: XenVersion, needsName: Bool = false
    ) -> (GuestSpecification, [Diagnostic]) {
        let (guest, diagnostics) = GuestSpecification.decode(
            name, file: GuestFile(document), sidecar: sidecar.map(GuestFile.init), defaults: defaults)
        // The decoder has said what is wrong with the keys that only Reeve knows.
        let ours = document.settings.map(\.key).filter { $0.hasPrefix("reeve.") }
        let lint = XLLint.lint(document, as: .guest, target: target, also: ours, needsName: needsName)
        // Both know a wrong uuid and on_*; the decoder's place is the same.
        let said = Set(diagnostics.filter { $0.file == document.source.name }.map(\.span))
        return (guest, diagnostics + lint.filter { $0.span == nil || !said.contains($0.span) })
    }

    /// An `xl.conf`.
    package static func xl(_ document: XLDocument, target: XenVersion) -> [Diagnostic] {
        XLLint.lint(document, as: .global, target: target)
    }

    /// The `xl.*` keys of host.conf, as xl.conf would be checked.
    ///
    /// All else is blanked out and the prefix with it, so that what is found keeps its place.
    private static func xlKeys(in document: XLDocument, target: XenVersion) -> [Diagnostic] {
        let prefix = HostKey.xlPrefix
        guard document.settings.contains(where: { $0.key.hasPrefix(prefix) }) else { return [] }
        var bytes = document.source.bytes
        for setting in document.settings {
            let start = setting.keySpan.lowerBound
            let end = setting.key.hasPrefix(prefix) ? start + prefix.utf8.count : setting.value.span.upperBound
            for index in start..<end where bytes[index] != UInt8(ascii: "\n") { bytes[index] = UInt8(ascii: " ") }
        }
        let inner = XLDocument(parsing: SourceText(name: document.source.name, bytes: bytes))
        return xl(inner, target: target).map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.key = diagnostic.key.map { prefix + $0 }
            return diagnostic
        }
    }
}

extension GuestFile {
    package init(_ document: XLDocument) {
        self.init(name: document.source.name, settings: document.settings)
    }
}
