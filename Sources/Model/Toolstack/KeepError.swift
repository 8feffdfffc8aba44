package import Formats

/// Why a toolstack was not kept, or not forgotten.
package enum KeepError: Error, Equatable, CustomStringConvertible {
    case nothingRuns
    case notInstalled(XenVersion, isKept: Bool, installed: [XenVersion])
    case inStore(HostPath)
    /// The libraries that are nowhere, by the file that needs them.
    case librariesMissing([HostPath: [String]])
    case unreadable(HostPath)
    /// In bytes.
    case noSpace(needed: Int, free: Int)
    /// The copy was made and does not work; the sentence is the program's.
    case notWorking(String)
    case notKept(XenVersion, kept: [XenVersion])
    case needed(XenVersion, by: String)

    package var description: String {
        switch self {
        case .nothingRuns:
            return "Xen does not run here; say which version to keep, as in \"reeve toolstack keep 4.17\""
        case .notInstalled(let version, let isKept, let installed):
            let list = installed.isEmpty ? "nothing" : installed.map(\.description).joined(separator: ", ")
            return "the toolstack of Xen \(version) is not installed (installed: \(list))"
                + (isKept ? "; the copy that was kept before stays" : ", so there is nothing to keep")
        case .inStore(let path):
            return
                "\(path) is in Nix's store, which keeps it as long as a system profile or /run/booted-system names it"
        case .librariesMissing(let missing):
            return missing.sorted { $0.key < $1.key }.map { path, names in
                "\(path) needs \(names.joined(separator: ", "))"
            }.joined(separator: "; ") + ": not found where the dynamic linker looks"
        case .unreadable(let path): return "\(path) cannot be read"
        case .noSpace(let needed, let free):
            return
                "\(Toolstack.keptDirectory) needs \(needed >> 20) MiB and has \(free >> 20) MiB free; nothing was changed"
        case .notWorking(let sentence): return "the copy does not work, and was removed: \(sentence)"
        case .notKept(let version, let kept):
            return "no toolstack of Xen \(version) is kept; kept: "
                + (kept.isEmpty ? "none" : kept.map(\.description).joined(separator: ", "))
        case .needed(let version, let reason): return "the kept toolstack \(version) is needed: \(reason)"
        }
    }
}

/// Which kept toolstacks may go.
package enum KeptUse {
    /// Why a kept toolstack must stay; `nil` when nothing needs it.
    ///
    /// `needed` are the versions of boot entries that may still be booted: the good one, the pinned one, a trial.
    /// `isInUse`: whether a process has the copy in its view. `mayChange`: whether packages are about to change, so that
    /// what is installed now may be gone in a moment.
    package static func reason(
        _ version: XenVersion, stacks: [Toolstack], running: RunningHypervisor?, needed: Set<XenVersion>, isInUse: Bool,
        mayChange: Bool = false
    ) -> String? {
        if isInUse { return "programs run from it; stop the guests and daemons that do, or wait for the reboot" }
        if !mayChange, isReplaced(version, stacks) { return nil }
        if running?.version == version { return "Xen \(version) runs" }
        if needed.contains(version) { return "a boot entry brings Xen \(version)" }
        return nil
    }

    /// Whether an installed toolstack of the version, with a QEMU that fits it, does all that the copy does.
    private static func isReplaced(_ version: XenVersion, _ stacks: [Toolstack]) -> Bool {
        let kept = stacks.first { $0.kept != nil && $0.version == version }
        return stacks.contains {
            $0.kept == nil && $0.version == version && (kept?.qemuVersion == nil || $0.qemuVersion == version)
        }
    }
}
