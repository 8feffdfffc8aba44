import Dom0
import Model

/// A machine whose boot entries are kept, whichever loader boots it.
protocol BootMachine {
    var place: TemporaryDirectory { get }
    var host: Host { get }
}

extension BootMachine {
    /// Says what runs; the boot began after everything in `/boot` was there.
    func tell(_ xen: String, _ kernel: String, boot: String) throws {
        let parts = xen.split(separator: ".")
        try place.file("/sys/hypervisor/type", "xen\n")
        try place.file("/sys/hypervisor/version/major", "\(parts[0])\n")
        try place.file("/sys/hypervisor/version/minor", "\(parts[1])\n")
        try place.file("/proc/sys/kernel/osrelease", "\(kernel)\n")
        try place.file("/proc/sys/kernel/random/boot_id", "\(boot)\n")
        try place.file("/proc/stat", "cpu 1\nbtime 99999999999\n")
    }

    func keeper(_ probe: Probe = .none) throws -> BootKeeper {
        guard let keeper = try BootKeeper(host, probe: probe) else { throw BootError.notManaged }
        return keeper
    }

    func book() throws -> BootBook { try BookFile(place.root).read() }

    @discardableResult
    func refresh(_ probe: Probe = .none) async throws -> [BootEntry] {
        let lock = try WriterLock.acquire(place.root)
        let entries = try await keeper(probe).refresh(holding: lock)
        _ = consume lock
        return entries
    }

    func arm(_ entry: BootEntry, _ entries: [BootEntry], _ probe: Probe = .none) async throws {
        let lock = try WriterLock.acquire(place.root)
        _ = try await BootTrying(keeper(probe)).arm(entry, among: entries, limit: 600, guests: [], holding: lock)
        _ = consume lock
    }
}
