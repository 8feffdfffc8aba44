/// What a program of a toolstack must find in the file system to work, where that is not what stands there.
///
/// libxl starts its helpers, QEMU and hotplug scripts by paths that were compiled in. A toolstack that is no longer
/// installed works where these paths lead to its own files: in a mount namespace that only its programs see, with the
/// kept files laid over the host's. See `ToolstackViewer`.
package enum ToolstackView: Sendable, Equatable, Codable {
    /// The host as it is.
    case host
    /// With a kept toolstack in its place; the path is the copy's.
    case kept(HostPath)
    /// With the QEMU of a kept toolstack only: the tools are installed, a QEMU that fits them is not.
    case keptQEMU(HostPath)
    /// With hotplug scripts that find the programs of an installed toolstack, which is not the one that they were
    /// installed for; the path is its directory of programs.
    case hotplug(HostPath)
}
