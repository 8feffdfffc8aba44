import Formats
import Model
import SystemPackage

/// Looks at what an entry must have before the host may be booted with it.
struct BootReadinessReader {
    private let host: Host
    private let store: BootStore

    init(_ host: Host, _ store: BootStore) {
        self.host = host
        self.store = store
    }

    func readiness(of entry: BootEntry) async throws -> BootReadiness {
        let root = host.root
        var readiness = BootReadiness(entry, damaged: try await store.damage(of: entry))
        readiness.hypervisorFault = try await hypervisorFault(entry)
        let files = Dictionary(uniqueKeysWithValues: BootEntry.Part.allCases.map { ($0, entry.file($0)) })
        readiness.secureBootReasons = SecureBootReader(root: root).reasons(against: files, in: entry.place)
        readiness.hasModules =
            (["/lib/modules", "/nix/var/nix/profiles/system/kernel-modules/lib/modules"] as [HostPath]).contains {
                root.exists($0 / entry.pair.kernel)
            }
        readiness.hasToolstack = ToolstackReader(root: root).installed().canServe(entry.pair.version)
        let kernels = KernelConfigurationReader(root: root, runner: nil)
        let configured = await kernels.kernels([Facts.Kernel(release: entry.pair.kernel)], running: nil)
        readiness.missingOptions = configured.first?.missing ?? []
        return readiness
    }

    private func hypervisorFault(_ entry: BootEntry) async throws -> String? {
        let file = entry.file(.hypervisor)
        guard entry.place != .boot else {
            let command = Command("gzip", "--test", "--", host.root.path(file).string)
            return try await host.runner.run(command, timeout: .seconds(120)).succeeded ? nil : "no whole gzip file"
        }
        guard let image = host.root.program(at: file) else { return "no EFI program" }
        return image.isApplicationForX64 ? nil : "no EFI program for this machine"
    }
}
