/// Finds what is wrong, or not what it seems, in a file whose syntax xl accepts.
///
/// An error is what xl refuses, or drops although it was meant; a warning is what xl takes in a way that surprises; a
/// note is the rest. Real xl takes unknown keys and wrong interfaces in silence; all of that is an error here.
package struct XLLint: Sendable {
    /// Whose keys the file has.
    package var kind: XLFileKind
    /// The release of Xen that is to read it.
    package var target: XenVersion
    /// What stands before the keys, as `xl.` in host.conf; keys without it are not looked at.
    package var prefix = ""
    /// Further keys that may be there, as Reeve's own: not checked, but offered for misspelt ones.
    package var otherKeys: [String] = []
    /// Keys that something else checks, whether they are known or not.
    package var isCheckedElsewhere: @Sendable (String) -> Bool = { _ in false }
    /// Whether the keys are only a part of what describes a guest: then nothing is said of what they say together.
    package var isPart = false
    /// Whether a guest without a name is an error, as it is for xl.
    package var needsName = true

    package init(_ kind: XLFileKind, target: XenVersion) {
        self.kind = kind
        self.target = target
    }

    /// What a look at a document gave.
    package struct Result: Sendable {
        /// In the order of the file, and what is missing from it at the end.
        package var diagnostics: [Diagnostic]
        /// The disks and interfaces of a guest that can be read.
        package var disks: [ListedSpecification<DiskSpecification>]
        package var interfaces: [ListedSpecification<VIFSpecification>]
    }

    /// All that is to be said of a document; what its parser found is not repeated.
    package func diagnostics(in document: XLDocument) -> [Diagnostic] { check(document).diagnostics }

    /// As ``diagnostics(in:)``, with what had to be read for it.
    package func check(_ document: XLDocument) -> Result {
        var pass = XLLintPass(document, self)
        pass.checkKeys()
        pass.checkValues()
        switch kind {
        case .guest where isPart: break
        case .guest:
            if needsName { pass.checkName() }
            pass.checkGuest()
            pass.checkDevices()
        case .global: pass.checkGlobal()
        }
        return Result(
            diagnostics: pass.found.all(in: document.source.name).sorted {
                ($0.span?.lowerBound ?? .max) < ($1.span?.lowerBound ?? .max)
            }, disks: pass.disks, interfaces: pass.interfaces)
    }
}
