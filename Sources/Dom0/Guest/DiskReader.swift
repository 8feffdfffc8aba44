import Formats
import Glibc
import Model
import SystemPackage

/// Looks at what is behind the path of a disk.
struct DiskReader {
    let root: Root
    private let mounts: [MountedDevice]

    init(root: Root) {
        self.root = root
        mounts = MountedDevice.all(root: root)
    }

    /// `nil` for what is neither a file nor a block device.
    func look(at path: HostPath) -> DiskLook? {
        let place = root.path(root.resolved(path))
        var status = stat()
        guard stat(place.string, &status) == 0 else { return nil }
        var look: DiskLook
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            look = DiskLook(.file(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)))
            look.covering = loops(of: root.real(path))
            look.writeFault = fileFault(place, status)
        case S_IFBLK:
            let number = DeviceNumber(of: status)
            look = DiskLook(.block(number))
            look.covering = covering(number)
            if root.line(directory(number) / "ro") == "1" { look.writeFault = .device }
        default: return nil
        }
        readImage(of: path, at: place, size: Int(clamping: status.st_size), &look)
        look.localUses = mounts.compactMap { mount in
            if look.identity == .block(mount.device) { return mount.use }
            guard look.covering.contains(mount.device) else { return nil }
            var use = mount.use
            // An image is one guest's, with all of its partitions.
            if case .block = look.identity { use.isOfPart = true }
            return use
        }
        return look
    }

    private func fileFault(_ place: FilePath, _ status: stat) -> DiskLook.WriteFault? {
        if status.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH) == 0 { return .permissions }
        var system = statvfs()
        guard statvfs(place.string, &system) == 0 else { return nil }
        return system.f_flag & readOnlyFlag != 0 ? .fileSystem : nil
    }

    private func directory(_ number: DeviceNumber) -> HostPath {
        HostPath("/sys/dev/block") / "\(number.major):\(number.minor)"
    }

    /// Partitions, and what the device mapper, md and their like made of the device or of a partition.
    ///
    /// Source: Linux Documentation/ABI/testing/sysfs-block, `holders`.
    private func covering(_ number: DeviceNumber) -> Set<DeviceNumber> {
        var found: Set<DeviceNumber> = []
        var open = [number]
        while let next = open.popLast() {
            let place = root.resolved(directory(next))
            let partitions = root.names(in: place).filter { root.exists(place / $0 / "partition") }.map { place / $0 }
            let holders = root.names(in: place / "holders").map { HostPath("/sys/class/block") / $0 }
            for path in partitions + holders {
                guard let above = root.line(path / "dev").flatMap(DeviceNumber.init(text:)) else { continue }
                if found.insert(above).inserted { open.append(above) }
            }
        }
        return found
    }

    /// The loop devices that are made of a file, and what covers them.
    private func loops(of file: HostPath) -> Set<DeviceNumber> {
        var found: Set<DeviceNumber> = []
        for name in root.names(in: "/sys/class/block") where name.hasPrefix("loop") {
            let place = HostPath("/sys/class/block") / name
            guard root.line(place / "loop/backing_file") == file.string,
                let number = root.line(place / "dev").flatMap(DeviceNumber.init(text:))
            else { continue }
            found.insert(number)
            found.formUnion(covering(number))
        }
        return found
    }

    private func readImage(of path: HostPath, at place: FilePath, size: Int, _ look: inout DiskLook) {
        let head = root.start(of: root.resolved(path), count: DiskImage.headLength)
        look.isReadable = !head.isEmpty
        look.image = DiskImage(head: head)
        switch look.identity {
        case .block: look.endsAsVHD = true
        case .file where size >= DiskImage.tailLength:
            let tail = RangeFile(place)?.read(size - DiskImage.tailLength..<size)
            look.endsAsVHD = DiskImage.isVHD(tail: tail ?? [])
        case .file: break
        }
        // A name with a protocol ("nbd://…", "json:…") is no file here. QEMU begins where the guest's file says, not where a
        // link leads.
        guard let written = look.image?.backingFile, !written.contains(":") else { return }
        if let backing = HostPath(written.hasPrefix("/") ? written : "\(path.parent)/\(written)") {
            look.backing = DiskLook.Backing(backing, exists: root.exists(backing))
        }
    }
}

/// ST_RDONLY of statvfs(3).
let readOnlyFlag: UInt = 1

extension DeviceNumber {
    /// Of a device node.
    ///
    /// Source: makedev(3), as the GNU C library has it.
    init(of status: stat) {
        let number = UInt64(status.st_rdev)
        self.init(
            Int((number >> 8) & 0xFFF | (number >> 32) & 0xFFFF_F000),
            Int(number & 0xFF | (number >> 12) & 0xFFFF_FF00))
    }

    /// As in `253:0`.
    init?(text: String) {
        let parts = text.split(separator: ":").map { Int($0) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1] else { return nil }
        self.init(major, minor)
    }
}

/// A block device that dom0 uses itself.
private struct MountedDevice {
    var device: DeviceNumber
    var use: DiskLook.LocalUse

    /// File systems of /proc/self/mountinfo, each device's first mount, and swap.
    static func all(root: Root) -> [MountedDevice] {
        let mounts = lines(of: "/proc/self/mountinfo", root).compactMap { line -> MountedDevice? in
            // ID PARENT MAJOR:MINOR ROOT POINT OPTIONS …: see proc_pid_mountinfo(5).
            let words = line.split(separator: " ")
            guard words.count > 5, let device = Self.device(words, root) else { return nil }
            let isReadOnly = words[5].split(separator: ",").contains("ro")
            let point = ShownText.escaped(words[4].utf8, limit: 200)
            return MountedDevice(device: device, use: .init("mounted at \(point)", isReadOnly: isReadOnly))
        }
        let swaps = lines(of: "/proc/swaps", root).dropFirst().compactMap { line -> MountedDevice? in
            guard let path = line.split(separator: " ").first.flatMap({ HostPath(String($0)) }) else { return nil }
            var status = stat()
            guard stat(root.path(path).string, &status) == 0, status.st_mode & S_IFMT == S_IFBLK else { return nil }
            let number = DeviceNumber(of: status)
            return MountedDevice(device: number, use: .init("used as swap"))
        }
        var seen: Set<DeviceNumber> = []
        return (mounts + swaps).filter { seen.insert($0.device).inserted }
    }

    /// btrfs has numbers of its own for what it mounts: there the source tells the device.
    private static func device(_ words: [Substring], _ root: Root) -> DeviceNumber? {
        guard let device = DeviceNumber(text: String(words[2])), device.major == 0 else {
            return DeviceNumber(text: String(words[2]))
        }
        guard let dash = words.lastIndex(of: "-"), dash + 2 < words.count, words[dash + 1] == "btrfs",
            let source = HostPath(String(words[dash + 2]))
        else { return nil }
        var status = stat()
        guard stat(root.path(root.resolved(source)).string, &status) == 0, status.st_mode & S_IFMT == S_IFBLK else {
            return nil
        }
        return DeviceNumber(of: status)
    }

    private static func lines(of path: HostPath, _ root: Root) -> [Substring] {
        String(decoding: root.content(path, limit: 8 << 20) ?? [], as: UTF8.self).split(separator: "\n")
    }
}
