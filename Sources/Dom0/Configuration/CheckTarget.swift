package import Formats
import Model

/// Which Xen a configuration is for, when nobody says it.
package enum CheckTarget {
    /// The running one, else the newest installed, else the newest known, which is also the most that can be checked; read without the rest of the facts.
    package static func version(of root: Root) -> XenVersion {
        let reader = ToolstackReader(root: root)
        let version = reader.running()?.version ?? reader.installed().compactMap(\.version).max()
        return min(version ?? .newestKnown, .newestKnown)
    }
}
