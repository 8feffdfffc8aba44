package import Formats
import Model
import SystemPackage

/// Removes copies of toolstacks that nothing needs.
package struct ToolstackForgetter: Sendable {
    private let root: Root

    package init(root: Root) {
        self.root = root
    }

    /// Removes one; the caller holds the host's lock, and says which versions boot entries may bring.
    package func forget(_ version: XenVersion, needed: Set<XenVersion>) throws {
        let reader = ToolstackReader(root: root)
        let kept = reader.kept().compactMap(\.version)
        guard kept.contains(version) else { throw KeepError.notKept(version, kept: kept.sorted()) }
        if let reason = reason(version, reader, needed) { throw KeepError.needed(version, by: reason) }
        try remove(version)
    }

    /// Removes all that nothing needs, and says which those were.
    ///
    /// `mayChange`: packages are about to change, so an installed toolstack does not stand in for its copy.
    package func forgetUnneeded(needed: Set<XenVersion>, mayChange: Bool = false) throws -> [XenVersion] {
        let reader = ToolstackReader(root: root)
        let idle = reader.kept().compactMap(\.version).filter { reason($0, reader, needed, mayChange) == nil }
        for version in idle { try remove(version) }
        return idle
    }

    private func reason(
        _ version: XenVersion, _ reader: ToolstackReader, _ needed: Set<XenVersion>, _ mayChange: Bool = false
    ) -> String? {
        KeptUse.reason(
            version, stacks: reader.installed(), running: reader.running(), needed: needed,
            isInUse: isInUse(Toolstack.keptDirectory / version.description), mayChange: mayChange)
    }

    /// Out of sight first: a copy that is half removed must not be found.
    private func remove(_ version: XenVersion) throws {
        let place = root.path(Toolstack.keptDirectory / version.description)
        let away = root.path(Toolstack.keptDirectory / "\(ToolstackKeeper.leftover)\(version)")
        DirectoryTree.remove(away)
        try DirectoryTree.rename(place, to: away)
        try DurableFile.syncDirectory(root.path(Toolstack.keptDirectory))
        DirectoryTree.remove(away)
    }

    /// Whether a process has the copy's files in its view: then it is a layer of one of its mounts.
    private func isInUse(_ directory: HostPath) -> Bool {
        root.names(in: "/proc").lazy.filter { $0.allSatisfy(\.isNumber) }.contains { name in
            guard let mounts = root.content("/proc" / name / "mountinfo", limit: 16 << 20) else { return false }
            return String(decoding: mounts, as: UTF8.self).contains("\(directory)/")
        }
    }
}
