package import Formats

/// Everything that can be said of one configuration file, beside what its parser found: keys, types, specifications, and
/// what the release of Xen that reads it knows.
package enum ConfigurationLint {
    /// `host.conf`.
    package static func host(_ document: XLDocument, target: XenVersion) -> (HostSpecification, [Diagnostic]) {
        let (host, diagnostics) = HostSpecification.decode(
            file: document.source.name, settings: document.settings, target: target)
        var lint = XLLint(.global, target: target)
        lint.prefix = HostKey.xlPrefix
        return (host, diagnostics + lint.diagnostics(in: document))
    }

    /// A guest's file, with the file beside it.
    ///
    /// `needsName` makes a missing `name` an error, as it is for xl; a guest of Reeve's is named by its file.
    package static func guest(
        _ name: GuestName, _ document: XLDocument, sidecar: XLDocument? = nil,
        defaults: GuestDefaults = GuestDefaults(), target: XenVersion, needsName: Bool = false
    ) -> (GuestSpecification, [Diagnostic]) {
        // The decoder says what is wrong with the keys that only Reeve knows.
        var lint = XLLint(.guest, target: target)
        lint.isCheckedElsewhere = { $0.hasPrefix("reeve.") }
        lint.otherKeys = GuestKey.all.map(\.name)
        lint.needsName = needsName
        let checked = lint.check(document)
        let (guest, diagnostics) = GuestSpecification.decode(
            name, file: GuestFile(document), sidecar: sidecar.map(GuestFile.init), defaults: defaults, devices: checked)
        let differences = [document, sidecar].compactMap { $0 }.flatMap { installKeys($0, target: target) }
        // Both know a wrong uuid and on_*; the decoder's place is the same.
        let said = Set(diagnostics.filter { $0.file == document.source.name }.map(\.span))
        return (
            guest, diagnostics + checked.diagnostics.filter { $0.span == nil || !said.contains($0.span) } + differences
        )
    }

    /// The keys of xl's that a guest has otherwise while it is installed: each by itself, as far as xl has it.
    package static func installKeys(_ document: XLDocument, target: XenVersion) -> [Diagnostic] {
        var lint = XLLint(.guest, target: target)
        lint.prefix = GuestKey.installPrefix
        lint.isPart = true
        lint.isCheckedElsewhere = { GuestKey.installed($0) == nil }
        return lint.diagnostics(in: document)
    }

    /// An `xl.conf`.
    package static func xl(_ document: XLDocument, target: XenVersion) -> [Diagnostic] {
        XLLint(.global, target: target).diagnostics(in: document)
    }
}

extension GuestFile {
    package init(_ document: XLDocument) {
        self.init(name: document.source.name, settings: document.settings)
    }
}
