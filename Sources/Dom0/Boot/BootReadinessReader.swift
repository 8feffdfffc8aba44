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
        var readiness = BootReadiness(entry, in: store.place, damaged: try await store.damage(of: entry))
        readiness.hypervisorFault = try await hypervisorFault(entry)
        readiness.secureBootReasons = secureBootReasons(entry)
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

    private var loadsByMultiboot: Bool { store.place == .grub }

    private func hypervisorFault(_ entry: BootEntry) async throws -> String? {
        let file = store.place.file(.hypervisor, of: entry.id)
        guard !loadsByMultiboot else {
            let command = Command("gzip", "--test", "--", host.root.path(file).string)
            return try await host.runner.run(command, timeout: .seconds(120)).succeeded ? nil : "no whole gzip file"
        }
        guard let image = image(file) else { return "no EFI program" }
        return image.isApplicationForX64 ? nil : "no EFI program for this machine"
    }

    private func secureBootReasons(_ entry: BootEntry) -> [String] {
        guard SecureBootState(host.root.efiVariable(.secureBoot)) == .on else { return [] }
        let start = SecureBootCase(
            loadsByMultiboot ? .multiboot : .program(.loose),
            isSigned: image(store.place.file(.hypervisor, of: entry.id))?.isSigned ?? false,
            isKernelSigned: image(store.place.file(.kernel, of: entry.id))?.isSigned ?? false,
            hasShim: host.root.efiVariable(.machineOwnerKeys) != nil)
        guard case .refused(let reasons) = SecureBootVerdict.decide(.on, start) else { return [] }
        return reasons
    }

    private func image(_ file: HostPath) -> PEImage? {
        // try?: what is no such image has no signature, and does not start.
        host.root.content(file, limit: 64 << 20).flatMap { try? PEImage(parsing: $0) }
    }
}
