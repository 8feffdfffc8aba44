import CLinux
import Formats
import Glibc
package import Model
package import SystemPackage

/// Gives the calling thread the file system that a toolstack's programs need, see ``ToolstackView``.
///
/// The thread gets a mount namespace of its own; a program that takes its place by `become` has it, and so has what
/// that one starts: hotplug scripts, QEMU, boot loaders. Nothing is seen outside, and it is gone with the last of them.
/// The caller must not wait for anything between this and `become`: another thread would go on.
package struct ToolstackViewer {
    private let root: Root

    package init(root: Root) {
        self.root = root
    }

    package func enter(_ view: ToolstackView) throws(ToolstackViewError) {
        switch view {
        case .host: return
        case .kept(let directory): try enter(directory, isQEMUOnly: false)
        case .keptQEMU(let directory): try enter(directory, isQEMUOnly: true)
        case .hotplug(let libexec): try enterHotplug(libexec)
        }
    }

    private func enter(_ kept: HostPath, isQEMUOnly: Bool) throws(ToolstackViewError) {
        var tops: [KeptLayer: [String]] = [:]
        for layer in KeptLayer.allCases { tops[layer] = root.names(in: kept / layer.name) }
        guard !tops.values.joined().isEmpty else { throw .missing(kept) }
        try separate()
        for layers in ViewLayers.of(kept, tops: tops, isQEMUOnly: isQEMUOnly) where root.exists(layers.target) {
            try lay(layers)
        }
    }

    private func lay(_ layers: ViewLayers) throws(ToolstackViewError) {
        // What is not there of the layers is left out: overlayfs takes only directories that exist.
        let present = layers.directories.filter { root.exists($0) }
        guard present.count > 1 else { return }
        let hidden = mountPoints(below: layers.target)
        var opened: [(point: HostPath, descriptor: CInt)] = []
        defer { for (_, descriptor) in opened { close(descriptor) } }
        for point in hidden {
            let descriptor = open(point.string, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_DIRECTORY)
            if descriptor >= 0 { opened.append((point, descriptor)) }
        }
        let text = present.map(\.string).joined(separator: ":")
        guard clinux_mount_layers(layers.target.string, text) == 0 else { throw .failed(layers.target, .current) }
        // A layer is one file system: what is mounted below the directory is put back.
        for (point, descriptor) in opened {
            guard clinux_bind("/proc/thread-self/fd/\(descriptor)", point.string) == 0 else {
                throw .failed(point, .current)
            }
        }
    }

    /// The scripts are everybody's: only what they read is another file, and only here.
    private func enterHotplug(_ libexec: HostPath) throws(ToolstackViewError) {
        // Who is not root starts nothing that has scripts, and may still want to see xl's help.
        guard geteuid() == 0, let content = root.content(HotplugPaths.file, limit: 1 << 16) else { return }
        let directory: HostPath = "/run/reeve/toolstack"
        let file = directory / libexec.string.split(separator: "/").joined(separator: "-")
        do {
            try Directory.make(root.path(directory))
            try DurableFile.replace(
                root.path(file), content: HotplugPaths.rewritten(content, libexec: libexec), mode: 0o644)
        } catch {
            throw .noScripts(error)
        }
        try separate()
        guard clinux_bind(file.string, HotplugPaths.file.string) == 0 else {
            throw .failed(HotplugPaths.file, .current)
        }
    }

    private func separate() throws(ToolstackViewError) {
        guard clinux_separate_mounts() == 0 else { throw .notSeparated(.current) }
    }

    /// The outermost mount points below a directory.
    ///
    /// Source: proc(5), mountinfo: the fifth field is the mount point, with octal escapes.
    private func mountPoints(below directory: HostPath) -> [HostPath] {
        let text = String(decoding: root.content("/proc/thread-self/mountinfo", limit: 16 << 20) ?? [], as: UTF8.self)
        let all = text.split(separator: "\n").compactMap { line -> HostPath? in
            let fields = line.split(separator: " ")
            // A point with an escape in its name holds nothing that a toolstack needs.
            guard fields.count > 4, !fields[4].contains("\\") else { return nil }
            return HostPath(String(fields[4]))
        }.filter { $0.string.hasPrefix("\(directory)/") }
        return Set(all).filter { point in !all.contains { point.string.hasPrefix("\($0)/") } }.sorted()
    }
}

/// Why a toolstack's files could not be put in their places.
package enum ToolstackViewError: Error, CustomStringConvertible {
    case missing(HostPath)
    case notSeparated(Errno)
    case failed(HostPath, Errno)
    case noScripts(FileError)
    case loop(ToolstackView)

    package var description: String {
        switch self {
        case .missing(let kept): "\(kept) has no files any more; install this Xen's tools, or keep them again"
        case .notSeparated(.notPermitted):
            "only root can run the programs of a kept toolstack: they need a mount namespace of their own"
        case .notSeparated(let reason): "no mount namespace of its own: \(reason.sentence)"
        case .failed(let path, let reason) where reason.rawValue == ENODEV:
            "\(path): overlayfs cannot be mounted, dom0's kernel has no module \"overlay\""
        case .failed(let path, let reason): "\(path): mount: \(reason.sentence)"
        case .noScripts(let error): "hotplug scripts cannot be given their paths: \(error)"
        case .loop: "the kept toolstack does not show in its own view; keep it again, or install this Xen's tools"
        }
    }
}
