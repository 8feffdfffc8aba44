import Glibc
import Model
import SystemPackage

/// Puts a system of packages on a volume: a filesystem, mounted, and mmdebstrap(1) in it.
///
/// It runs in a mount namespace of its own (``Shelter``): what is mounted is gone with its last process, whoever kills it.
struct SystemBuild {
    let host: Host
    let name: GuestName
    let told: @Sendable (CreateProgress) -> Void

    private var place: HostPath { Self.place(of: name) }

    /// Where the filesystem is mounted meanwhile.
    static func place(of name: GuestName) -> HostPath { "/run/reeve/build" / name.text }

    func run(_ system: PackageSystem, on volume: Volume) async throws {
        let target = host.root.path(volume.target).string
        let directory = host.root.path(place)
        try Directory.make(directory)
        try await run("mkfs.ext4", PackageSystem.fileSystemOptions + [target])
        // The loop device of a file goes with the mount.
        let options = volume.file == nil ? ["-o", "noatime"] : ["-o", "loop,noatime"]
        try await run("mount", options + [target, directory.string])
        let root = HostPath(directory.string) ?? place
        try await run("mmdebstrap", system.arguments(target: root))
        let links = PackageSystem.kernelLinks.first { kernel, ramdisk in
            isThere(kernel) && isThere(ramdisk)
        }
        guard let links else { throw CreateError.noKernel(system) }
        for file in system.files(kernel: links.kernel, ramdisk: links.ramdisk) {
            let path = directory.appending(String(file.path.string.dropFirst()))
            try Directory.make(path.removingLastComponent(), mode: file.mode == 0o600 ? 0o700 : 0o755)
            try DurableFile.replace(path, content: Array(file.text.utf8), mode: file.mode)
        }
        let resolver = directory.appending("etc/resolv.conf")
        try DurableFile.remove(resolver)
        if let target = system.resolver { try DurableFile.link(resolver, target: target) }
        try await run("umount", [directory.string])
        try Directory.removeIfEmpty(directory)
    }

    /// Lets go of the volume, as far as it is mounted.
    func unmount() async {
        guard host.root.exists(place) else { return }
        let directory = host.root.path(place)
        // try?: it need not be mounted; and what cannot be unmounted keeps its volume from being removed, which is told.
        _ = try? await host.runner.run(Command("umount", "--recursive", directory.string), timeout: .seconds(60))
        _ = try? Directory.removeIfEmpty(directory)
    }

    /// The links lead to other places inside.
    private func isThere(_ link: HostPath) -> Bool {
        var status = stat()
        return lstat(host.root.path(HostPath(place.string + link.string) ?? place).string, &status) == 0
    }

    private func run(_ program: String, _ arguments: [String]) async throws {
        let command = Command(program, arguments: arguments)
        let result = try await host.runner.run(command) { [told] bytes in
            let line = bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }).last
            if let line { told(.said(String(decoding: line, as: UTF8.self))) }
        }
        guard result.succeeded else { throw CommandError.failed(command, result) }
    }
}
