/// A place for a guest's data that Reeve can make and remove.
package enum Volume: Hashable, Sendable, Codable {
    /// A sparse file.
    case raw(path: HostPath)
    case qcow2(path: HostPath)
    case logical(group: String, name: String)
    /// A logical volume that takes room from a thin pool as it is written.
    case thin(group: String, pool: String, name: String)
    case zfs(dataset: String)

    /// What dom0 opens, and xl is given.
    package var target: HostPath {
        switch self {
        case .raw(let path), .qcow2(let path): path
        case .logical(let group, let name), .thin(let group, _, let name): "/dev" / group / name
        case .zfs(let dataset): "/dev/zvol" / dataset
        }
    }

    /// The file that it is; `nil` for a block device.
    package var file: HostPath? {
        switch self {
        case .raw(let path), .qcow2(let path): path
        case .logical, .thin, .zfs: nil
        }
    }

    /// Its format, as xl-disk-configuration(5) and qemu-img(1) call it.
    package var format: String {
        if case .qcow2 = self { "qcow2" } else { "raw" }
    }

    /// What it is, for people.
    package var words: String {
        switch self {
        case .raw(let path): "the sparse file \(path)"
        case .qcow2(let path): "the qcow2 file \(path)"
        case .logical(let group, let name): "the logical volume \(group)/\(name)"
        case .thin(let group, let pool, let name): "the thin volume \(group)/\(name) in the pool \(pool)"
        case .zfs(let dataset): "the ZFS volume \(dataset)"
        }
    }

    /// The programs that make it, with the packages of Debian that have them.
    package var tools: [HostTool] {
        switch self {
        case .raw: []
        case .qcow2: [.qemuImg]
        case .logical, .thin: [.lvcreate]
        case .zfs: [.zfs]
        }
    }
}

/// Where an administrator wants a new guest's disk.
package enum StoragePlace: Hashable, Sendable {
    /// A directory for files of this format.
    case raw(HostPath)
    case qcow2(HostPath)
    case logical(group: String)
    case thin(group: String, pool: String)
    case zfs(parent: String)

    /// Where Xen's own tools of most distributions look for images.
    package static let standard = StoragePlace.raw("/var/lib/xen/images")

    /// Reads `raw:DIRECTORY`, `qcow2:DIRECTORY`, `lvm:GROUP`, `thin:GROUP/POOL`, `zfs:DATASET`; a directory by itself is
    /// for raw files.
    ///
    /// `nil` for anything else.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("/") else {
            guard let path = HostPath(text) else { return nil }
            self = .raw(path)
            return
        }
        let rest = String(text[text.index(after: colon)...])
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (text[..<colon], HostPath(rest)) {
        case ("raw", let path?): self = .raw(path)
        case ("qcow2", let path?): self = .qcow2(path)
        case ("lvm", _) where parts.count == 1 && Self.isName(parts[0]): self = .logical(group: parts[0])
        case ("thin", _) where parts.count == 2 && parts.allSatisfy(Self.isName):
            self = .thin(group: parts[0], pool: parts[1])
        case ("zfs", _) where parts.allSatisfy(Self.isName): self = .zfs(parent: rest)
        default: return nil
        }
    }

    /// What may be written, for messages.
    package static let grammar =
        "raw:DIRECTORY, qcow2:DIRECTORY, lvm:GROUP, thin:GROUP/POOL or zfs:DATASET"

    /// What lvm(8) and zfs(8) both take for a name, and nothing that they could take for an option.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "-"), text != ".", text != ".." else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_.-+".utf8.contains(byte)
            }
        }
    }

    /// The disk of a guest.
    package func volume(of guest: GuestName) -> Volume {
        switch self {
        case .raw(let directory): .raw(path: directory / "\(guest).img")
        case .qcow2(let directory): .qcow2(path: directory / "\(guest).qcow2")
        case .logical(let group): .logical(group: group, name: guest.text)
        case .thin(let group, let pool): .thin(group: group, pool: pool, name: guest.text)
        case .zfs(let parent): .zfs(dataset: "\(parent)/\(guest)")
        }
    }
}

/// A program or file of the host that something needs, and the package of Debian that has it.
package struct HostTool: Hashable, Sendable {
    /// An absolute path, or a program's name.
    package let name: String
    package let package: String

    package init(_ name: String, in package: String) {
        self.name = name
        self.package = package
    }

    package static let qemuImg = HostTool("qemu-img", in: "qemu-utils")
    package static let lvcreate = HostTool("lvcreate", in: "lvm2")
    package static let zfs = HostTool("zfs", in: "zfsutils-linux")
    package static let curl = HostTool("curl", in: "curl")
    package static let gpgv = HostTool("gpgv", in: "gpgv")
    package static let unshare = HostTool("unshare", in: "util-linux")
}
