import Formats
import Glibc
import Model
import SystemPackage

/// Looks at the machine for one creation; collects what is in its way.
struct CreateLook {
    let host: Host
    let configuration: HostPath
    var obstacles: [CreateObstacle] = []

    init(host: Host, configuration: HostPath) {
        self.host = host
        self.configuration = configuration
    }

    private var root: Root { host.root }

    /// What has the name already: a definition, what is kept of an earlier guest, a domain.
    mutating func name(_ name: GuestName, _ domains: [DomainSighting]) {
        var files = [
            configuration / "guests" / "\(name).cfg", configuration / "guests" / "\(name).reeve",
            GuestPaths(name).record,
        ]
        // try?: one that cannot be read is somebody's as well. What was interrupted is taken back first.
        let record = try? StorageStore(root: root).record(of: name)
        if record?.phase != .making { files.append(StorageStore.path(of: name)) }
        if let file = files.first(where: { !root.isFree($0) }) { obstacles.append(.nameTaken(file)) }
        for domain in domains where domain.name == name.text {
            obstacles.append(.domainRuns(name, domid: domain.domid))
        }
    }

    /// The bridge's name; `nil` for none.
    mutating func bridge(_ network: CreateRequest.Network) -> String? {
        let name: String
        switch network {
        case .none: return nil
        case .bridge(let written): name = written
        case .standard: name = GuestDirectory(root: root, configuration: configuration).network().bridge
        }
        let bridges = NetworkFactsReader(root: root).interfaces().filter(\.isBridge).map(\.name).sorted()
        if !bridges.contains(name) {
            obstacles.append(.noBridge(name, existing: bridges, isWritten: network != .standard))
        }
        return name
    }

    mutating func keys(_ path: HostPath) -> [String] {
        guard let content = file(path, "--ssh-key") else { return [] }
        guard let keys = PublicKeys(file: content) else {
            obstacles.append(.noFile("--ssh-key", path, reason: "not a file of public keys, as id_ed25519.pub is one"))
            return []
        }
        return keys.lines
    }

    mutating func userData(_ path: HostPath) -> [UInt8]? { file(path, "--user-data") }

    mutating func file(_ path: HostPath, _ option: String) -> [UInt8]? {
        do {
            return try FileReader.read(root.path(path), limit: 1 << 20)
        } catch {
            let reason =
                if case .missing = error { "there is no such file" } else { "cannot be read" }
            obstacles.append(.noFile(option, path, reason: reason))
            return nil
        }
    }

    /// GRUB for PVH guests.
    mutating func loader() -> HostPath? {
        let tool = HostTool("/usr/lib/grub-xen/grub-i386-xen_pvh.bin", in: "grub-xen-host")
        if host.has(tool) { return HostPath(tool.name) }
        obstacles.append(.noTool(tool, purpose: "a PVH guest that boots its own kernel"))
        return nil
    }

    /// What the source is found to be.
    struct Image {
        var path: HostPath
        var format: String
        /// As the guest sees it.
        var size: Bytes
    }

    private mutating func need(_ tool: HostTool) {
        if !host.has(tool) { obstacles.append(.noTool(tool, purpose: "fetching an installer")) }
    }

    mutating func source(_ request: CreateRequest) -> Image? {
        switch request.source {
        case .guest: return nil
        case .tree(let location):
            if case .url = location { need(.curl) }
            if DebianTree(at: location) != nil { need(.gpgv) }
            return nil
        case .packages(let distribution, _):
            for tool in PackageSystem.tools(distribution) + [.unshare] where !host.has(tool) {
                obstacles.append(.noTool(tool, purpose: "a system made of packages"))
            }
            return nil
        case .iso(let path):
            if let head = head(path, from: 0x8001, count: 5), head != Array("CD001".utf8) {
                obstacles.append(.noFile("--from", path, reason: "not an image of a CD"))
            }
            return nil
        case .disk(let path):
            guard let head = head(path, from: 0, count: SourceImage.headLength) else { return nil }
            // A filesystem on the whole disk has no signature, and is raw.
            switch SourceImage(head: head) {
            case .foreign(let what): obstacles.append(.notAnImage(path, what))
            case .qcow2(let size, let reference):
                if let reference { obstacles.append(.refersElsewhere(path, reference)) }
                return Image(path: path, format: "qcow2", size: Bytes(size))
            case .raw, nil: break
            }
            return Image(path: path, format: "raw", size: Bytes(0))
        case .image(let path): return image(path, size: request.size)
        }
    }

    private mutating func image(_ path: HostPath, size wanted: Bytes?) -> Image? {
        if !host.has(.qemuImg) { obstacles.append(.noTool(.qemuImg, purpose: "copying an image")) }
        guard let head = head(path, from: 0, count: SourceImage.headLength) else { return nil }
        let image: Image
        switch SourceImage(head: head) {
        case .foreign(let what):
            obstacles.append(.notAnImage(path, what))
            return nil
        case nil:
            obstacles.append(.notAnImage(path, "nothing that is known, and has no partition table"))
            return nil
        case .qcow2(let size, let reference):
            if let reference { obstacles.append(.refersElsewhere(path, reference)) }
            image = Image(path: path, format: "qcow2", size: Bytes(size))
        case .raw: image = Image(path: path, format: "raw", size: Bytes(UInt64(root.size(path))))
        }
        if let wanted, wanted < image.size { obstacles.append(.tooSmall(wanted, image: image.size)) }
        return image
    }

    /// Some bytes of a file or block device; what is too short has fewer.
    private mutating func head(_ path: HostPath, from place: Int, count: Int) -> [UInt8]? {
        let descriptor = open(root.path(path).string, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            obstacles.append(.noFile("--from", path, reason: Errno.current.sentence))
            return nil
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, [S_IFREG, S_IFBLK].contains(status.st_mode & S_IFMT) else {
            obstacles.append(.noFile("--from", path, reason: "neither a file nor a block device"))
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: count)
        let found = pread(descriptor, &bytes, count, off_t(place))
        return found < 0 ? [] : Array(bytes[..<found])
    }

    /// How many bytes a disk of a guest has as the guest sees them.
    mutating func size(of path: HostPath, format: String) -> Bytes? {
        guard let head = head(path, from: 0, count: SourceImage.headLength) else { return nil }
        if format == "qcow2" {
            if case .qcow2(let size, _)? = SourceImage(head: head) { return Bytes(size) }
            obstacles.append(.noFile("--from", path, reason: "not the qcow2 image that its guest's file says"))
            return nil
        }
        return StorageSize.read(path, root: root).map { Bytes(UInt64($0)) }
    }

    mutating func users(of target: HostPath, among guests: [GuestSpecification]) {
        for guest in guests {
            if guest.disks.contains(where: { $0.value.target.flatMap { HostPath($0) } == target }) {
                obstacles.append(.diskInUse(target, by: guest.name))
            }
        }
    }
}
