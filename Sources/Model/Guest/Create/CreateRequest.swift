package import Formats

/// What an administrator asks for when a guest is to be created; `nil` is for Reeve to choose.
package struct CreateRequest: Sendable, Equatable {
    package var name: GuestName
    package var source: GuestSource
    package var type: XLGuestType?
    package var memory: Bytes?
    package var vcpus: Int?
    package var network: Network
    package var storage: StoragePlace
    package var size: Bytes?
    package var keys: [HostPath]
    package var userData: HostPath?
    /// Where packages are fetched from.
    package var mirror: String?
    /// Of an install tree.
    package var installer: InstallerOptions
    /// Of a guest that is copied: its thin volumes as they are now, instead of a copy.
    package var takesSnapshot: Bool
    package var startsWithHost: Bool

    package enum Network: Sendable, Equatable {
        /// On the host's default bridge.
        case standard
        case bridge(String)
        case none
    }

    /// What the installer of a tree is given.
    package struct InstallerOptions: Sendable, Equatable {
        /// A file of answers to what it asks.
        package var answers: HostPath?
        /// The keys that prove the tree, instead of Debian's own.
        package var keyring: HostPath?
        /// More for its kernel's command line.
        package var words: String?

        package init(answers: HostPath? = nil, keyring: HostPath? = nil, words: String? = nil) {
            self.answers = answers
            self.keyring = keyring
            self.words = words
        }
    }

    package init(
        name: GuestName, source: GuestSource, type: XLGuestType? = nil, memory: Bytes? = nil,
        vcpus: Int? = nil, network: Network = .standard, storage: StoragePlace = .standard, size: Bytes? = nil,
        keys: [HostPath] = [], userData: HostPath? = nil, mirror: String? = nil,
        installer: InstallerOptions = InstallerOptions(), takesSnapshot: Bool = false, startsWithHost: Bool = false
    ) {
        self.name = name
        self.source = source
        self.type = type
        self.memory = memory
        self.vcpus = vcpus
        self.network = network
        self.storage = storage
        self.size = size
        self.keys = keys
        self.userData = userData
        self.mirror = mirror
        self.installer = installer
        self.takesSnapshot = takesSnapshot
        self.startsWithHost = startsWithHost
    }

    /// The disk that is made; `nil` when the guest has one already, or those of another.
    package var volume: Volume? {
        switch source {
        case .disk, .guest: nil
        case .image, .iso, .tree, .packages: storage.volume(of: name)
        }
    }

    /// The type that it gets; `nil` when nobody can know it but who asks.
    package var chosenType: XLGuestType? {
        if let type { return type }
        switch source {
        case .disk, .guest: return nil
        case .image: return .pvh
        case .iso: return .hvm
        case .packages, .tree: return .pv
        }
    }

    /// The size of the disk that is made, where an image has `least` bytes.
    package func chosenSize(least: Bytes = Bytes(0)) -> Bytes { size ?? max(.mebibytes(10 << 10), least) }

    /// What does not go together, whatever the host has.
    package var contradictions: [CreateObstacle] {
        var found: [CreateObstacle] = []
        switch source {
        case .disk:
            if type == nil { found.append(.typeUnknown) }
            if size != nil { found.append(.unused("--size", "the disk is there already")) }
        case .guest:
            let given = [
                ("--type", type != nil), ("--memory", memory != nil), ("--vcpus", vcpus != nil),
                ("--bridge", network != .standard), ("--size", size != nil),
            ]
            for (option, isGiven) in given where isGiven {
                found.append(.unused(option, "a copy is as its original is; \"reeve guest set\" changes it"))
            }
            if takesSnapshot, storage != .standard {
                found.append(.unused("--storage", "a snapshot is in the pool of its original"))
            }
        case .iso:
            if type ?? .hvm != .hvm {
                found.append(.wrongType("a CD is booted by an HVM guest only: leave --type out"))
            }
        case .packages:
            if type == .hvm {
                found.append(
                    .wrongType("what is made from packages has no boot loader for HVM: take --type pv or --type pvh"))
            }
            if case .qcow2 = storage {
                found.append(
                    .wrongStorage("packages are put on a disk that dom0 can mount: take raw, lvm, thin or zfs"))
            }
            if keys.isEmpty { found.append(.noKey) }
        case .tree:
            if type == .hvm {
                found.append(
                    .wrongType(
                        "an installer's kernel is booted by a PV or PVH guest: take --type pv, or --from iso:FILE"))
            }
        case .image:
            if keys.isEmpty, userData == nil { found.append(.noKey) }
        }
        if takesSnapshot, !isCopy { found.append(.unused("--snapshot", "only a guest is copied by one")) }
        if userData != nil, !isCloud {
            found.append(.unused("--user-data", "only the cloud-init of an image reads it"))
        }
        if !keys.isEmpty, !takesKeys { found.append(.unused("--ssh-key", "nothing puts it on that disk")) }
        if !isTree {
            let given = [
                ("--answers", installer.answers != nil), ("--keyring", installer.keyring != nil),
                ("--extra", installer.words != nil),
            ]
            for (option, isGiven) in given where isGiven {
                found.append(.unused(option, "no installer of a tree is booted"))
            }
        }
        if mirror != nil, !isPackages { found.append(.unused("--mirror", "no packages are fetched")) }
        return found
    }

    private var isCloud: Bool { if case .image = source { true } else { false } }
    private var isCopy: Bool { if case .guest = source { true } else { false } }
    private var isTree: Bool { if case .tree = source { true } else { false } }
    private var isPackages: Bool { if case .packages = source { true } else { false } }
    private var takesKeys: Bool { isCloud || isPackages }
}
