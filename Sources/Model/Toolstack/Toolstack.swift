package import Formats

/// The programs and libraries of one Xen version, as they are installed or kept.
package struct Toolstack: Sendable, Equatable, Codable {
    /// What its own files tell: the libraries that xl needs, else the name of its directory; `nil` where neither does.
    package var version: XenVersion?
    /// Where programs are looked for, in this order.
    package var directories: [HostPath]
    /// Names of the programs found, each with the path to run.
    package var programs: [String: HostPath]
    /// The Xen that its QEMU was built for; `nil` when there is none, or it does not tell.
    package var qemuVersion: XenVersion?
    /// Where the copy stands that `reeve toolstack keep` made; `nil` for one that is installed.
    ///
    /// The paths of a kept one are those that it was installed at: its files are there in a view of their own, see
    /// ``ToolstackView``.
    package var kept: HostPath?

    package init(
        version: XenVersion?, directories: [HostPath], programs: [String: HostPath], qemuVersion: XenVersion? = nil,
        kept: HostPath? = nil
    ) {
        self.version = version
        self.directories = directories
        self.programs = programs
        self.qemuVersion = qemuVersion
        self.kept = kept
    }

    /// How messages call it.
    package var name: String {
        guard let version else { return "unversioned toolstack in \(directories.first?.string ?? "/")" }
        return kept == nil ? "toolstack \(version)" : "kept toolstack \(version)"
    }

    /// The name, among the programs, of what emulates HVM guests and serves disks in files.
    package static let qemu = "qemu-system-i386"
    /// Below here is a directory for each version that is kept, as `4.17`.
    package static let keptDirectory: HostPath = "/var/lib/reeve/toolstacks"
}

extension [Toolstack] {
    /// Whether one of them is for a hypervisor of this version; one whose version no file tells may be.
    package func canServe(_ version: XenVersion?) -> Bool {
        contains { $0.version == nil || $0.version == version }
    }
}
