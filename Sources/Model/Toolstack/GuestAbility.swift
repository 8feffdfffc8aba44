package import Formats

/// What can be done with a guest while the hypervisor that runs and the tools that are there are of different versions.
///
/// PV and PVH guests need xl only. An HVM guest, and a disk that is no raw file or device, need a QEMU of the running
/// release: it is linked with the same unstable libraries as xl. A guest that runs already has its own QEMU, so that it
/// can be stopped.
/// Source: Xen tools/libs/light/libxl_device.c, `disk_try_backend`; libxl_dm.c, `libxl__need_xenpv_qemu`.
package enum GuestAbility: Sendable, Equatable {
    case everything
    /// It can be stopped, and neither be started nor be restored from a file; the words say what needs QEMU.
    case stopOnly(because: String)
    /// Tools of other versions cannot reach the hypervisor at all.
    case nothing

    package init(of guest: GuestSpecification, stacks: [Toolstack], running: XenVersion) {
        guard let stack = ToolstackChoice.best(of: stacks, running: RunningHypervisor(version: running)) else {
            self = .nothing
            return
        }
        guard let need = guest.qemuNeed, !Self.hasQEMU(stack, stacks, running) else {
            self = .everything
            return
        }
        self = .stopOnly(because: need)
    }

    /// Whether a QEMU fits; one that does not tell its version is taken to.
    private static func hasQEMU(_ stack: Toolstack, _ stacks: [Toolstack], _ running: XenVersion) -> Bool {
        if stacks.contains(where: { $0.kept != nil && $0.qemuVersion == running }) { return true }
        guard stack.programs[Toolstack.qemu] != nil else { return false }
        return stack.qemuVersion.map { XenInterface.isShared(by: $0, running) } ?? true
    }

    /// What does not work in the present mixture, in sentences; empty when all guests can be handled.
    package static func sentences(
        _ guests: [GuestSpecification], stacks: [Toolstack], running: RunningHypervisor?
    ) -> [String] {
        guard let running = running?.version, !stacks.isEmpty else { return [] }
        guard let stack = ToolstackChoice.best(of: stacks, running: RunningHypervisor(version: running)) else {
            let versions = stacks.compactMap(\.version).sorted().map(\.description).joined(separator: ", ")
            return [
                "no guest can be started, stopped or saved: Xen \(running) runs, and the installed toolstacks are of Xen \(versions)"
            ]
        }
        let held = guests.compactMap { guest -> String? in
            guard case .stopOnly(let reason) = GuestAbility(of: guest, stacks: stacks, running: running) else {
                return nil
            }
            return "\(guest.name) (\(reason))"
        }
        guard !held.isEmpty else { return [] }
        let found =
            stack.programs[Toolstack.qemu] == nil
            ? "there is no QEMU for Xen" : "QEMU is of Xen \(stack.qemuVersion?.description ?? "?")"
        return [
            "can be stopped but not started or restored: \(held.joined(separator: ", ")); Xen \(running) runs and \(found)"
        ]
    }
}

extension GuestSpecification {
    /// Whether the guest is a whole emulated machine: xl takes a beginning of the word for the word.
    package var isHVM: Bool {
        guard let word = text(of: "type") ?? text(of: "builder"), !word.isEmpty else { return false }
        return "hvm".hasPrefix(word)
    }

    /// What of the guest needs a QEMU in dom0; `nil` when nothing does.
    package var qemuNeed: String? {
        if isHVM { return "HVM" }
        for disk in disks.map(\.value) where disk.script == nil && [nil, "0", "Domain-0"].contains(disk.backend) {
            if disk.backendType == .qdisk { return "disk \(disk.device.text) has backendtype=qdisk" }
            switch disk.format {
            case .raw, .empty: continue
            case .qcow, .qcow2, .vhd, .qed: return "disk \(disk.device.text) is \(disk.format.rawValue)"
            }
        }
        if case .list(let items)? = value(of: "vfb"), !items.isEmpty { return "vfb" }
        return nil
    }
}
