import Formats
import Glibc
package import Model
import SystemPackage

/// Reads what a guest's kernel says to Xen, unpacked by the system's own programs where it is packed.
package struct KernelReading: Sendable {
    private let host: Host
    private let name: GuestName

    package init(host: Host, name: GuestName) {
        self.host = host
        self.name = name
    }

    /// `nil` for a file that cannot be opened: that it is not there is said elsewhere.
    package func look(at path: HostPath) async -> KernelLook? {
        let path = host.root.real(path)
        guard let file = RangeFile(host.root.path(path)) else { return nil }
        if let notes = configured(path) { return .notes(notes) }
        switch KernelImage(size: file.size, read: file.read) {
        case .elf: return Self.notes(of: file)
        case .old: return .old
        case .unknown: return .unknown
        case .packed(let packing, let range): return await unpacked(packing, range, of: file)
        }
    }

    /// What the configuration says that stands beside a distribution's kernel.
    ///
    /// Unpacking takes a second, or twenty on a slow machine. `nil` where it says nothing of Xen, as before Linux 4.12 had
    /// options for each kind of guest.
    private func configured(_ kernel: HostPath) -> XenNotes? {
        guard kernel.name.hasPrefix("vmlinuz-") else { return nil }
        let beside = kernel.parent / "config-\(kernel.name.dropFirst("vmlinuz-".count))"
        guard let content = host.root.content(beside, limit: 4 << 20),
            let settings = KernelConfiguration(parsing: content, options: ["XEN_PV", "XEN_PVH"])?.settings,
            !settings.isEmpty
        else { return nil }
        return XenNotes(
            types: Set(
                (settings["XEN_PV"] != nil ? [XenNotes.entry] : [])
                    + (settings["XEN_PVH"] != nil ? [XenNotes.phys32Entry] : [])))
    }

    private static func notes(of file: RangeFile) -> KernelLook {
        do {
            return .notes(try XenNotes(size: file.size, read: file.read))
        } catch {
            return .damaged("\(error)")
        }
    }

    /// A kernel unpacks to some 60 MB: more than /run should hold for a moment, so it is put beside the guest's record.
    private func unpacked(_ packing: KernelImage.Packing, _ range: Range<Int>, of file: RangeFile) async -> KernelLook {
        let packed = GuestPaths.stateDirectory / "\(name).kernel.\(packing.suffix)"
        let plain = GuestPaths.stateDirectory / "\(name).kernel"
        // try?: what is left is overwritten the next time.
        defer { for path in [packed, plain] { try? DurableFile.remove(host.root.path(path)) } }
        guard let content = file.read(range) else { return .damaged("it ends before its packed part does") }
        do {
            try Directory.make(host.root.path(packed.parent))
            try DurableFile.replace(host.root.path(packed), content: content, mode: 0o600)
            // try?: mostly there is none.
            try? DurableFile.remove(host.root.path(plain))
            let command = packing.command(from: host.root.path(packed).string, to: host.root.path(plain).string)
            let result = try await host.runner.run(command, timeout: .seconds(20))
            guard result.succeeded, let file = RangeFile(host.root.path(plain)) else {
                return .sealed(packing, reason: result.lastErrorLine ?? "\(command.program) did not unpack it")
            }
            return Self.notes(of: file)
        } catch {
            return .sealed(packing, reason: "\(error)")
        }
    }
}

extension KernelImage.Packing {
    fileprivate var suffix: String {
        switch self {
        case .gzip: "gz"
        case .bzip2: "bz2"
        case .xz: "xz"
        case .zstd: "zst"
        case .lzma: "lzma"
        case .lzo: "lzo"
        case .lz4: "lz4"
        }
    }

    /// Unpacks a file into another beside it, whose name is the first's without its suffix.
    fileprivate func command(from packed: String, to plain: String) -> Command {
        switch self {
        case .gzip: Command("gzip", "-dkf", packed)
        case .bzip2: Command("bzip2", "-dkf", packed)
        case .xz, .lzma: Command("xz", "-dkf", packed)
        case .zstd: Command("zstd", "-dqf", packed, "-o", plain)
        case .lzo: Command("lzop", "-dqf", packed, "-o", plain)
        case .lz4: Command("lz4", "-dqf", packed, plain)
        }
    }
}

/// An open file of which parts are read.
final class RangeFile {
    let size: Int
    private let descriptor: FileDescriptor

    /// `nil` when it is no file, or cannot be opened.
    init?(_ path: FilePath) {
        // try?: whatever is wrong with it, there is nothing to read.
        guard let descriptor = try? FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec]) else {
            return nil
        }
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            try? descriptor.close()  // try?: nothing was written.
            return nil
        }
        self.descriptor = descriptor
        size = Int(clamping: status.st_size)
    }

    deinit {
        try? descriptor.close()  // try?: nothing was written.
    }

    /// `nil` for a part that is not whole.
    func read(_ range: Range<Int>) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var count = 0
        while count < bytes.count {
            // try?: a part that cannot be read is as good as missing.
            let step = try? bytes.withUnsafeMutableBytes {
                try descriptor.read(
                    fromAbsoluteOffset: Int64(range.lowerBound + count), into: .init(rebasing: $0[count...]))
            }
            guard let step, step > 0 else { return nil }
            count += step
        }
        return bytes
    }
}
