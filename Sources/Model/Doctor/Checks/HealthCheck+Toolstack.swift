import Formats

extension HealthCheck {
    /// The toolstack against the hypervisor.
    static let toolstack = [
        HealthCheck(
            "xen-absent", "whether Xen runs where its toolstack is installed",
            why: "without Xen below it this kernel is no dom0: no guest can be started"
        ) { facts throws(Hidden) in
            guard try facts.hypervisor.get() == nil, !facts.host.toolstacks.isEmpty else { return [] }
            return [
                Observation(
                    .warning, seen: "this kernel was booted without Xen; installed: \(facts.names)",
                    remedy: "reboot, and choose the entry with Xen in the boot loader's menu", command: "reboot")
            ]
        },
        HealthCheck(
            "toolstack-running", "whether a toolstack fits the running Xen",
            why:
                "Xen answers tools of another version with \"Permission denied\": guests cannot be listed, started or shut down"
        ) { facts throws(Hidden) in
            guard let running = try facts.hypervisor.get() else { return [] }
            do throws(ToolstackError) {
                _ = try ToolstackChoice.choose("xl", running: running, installed: facts.host.toolstacks)
                return []
            } catch {
                let version = running.version
                return [
                    Observation(
                        .error, seen: Self.seen(error, version),
                        remedy:
                            "install the toolstack of Xen \(version) beside the others, shut the guests down, then reboot",
                        command: facts.isDebian ? "apt-get install xen-utils-\(version)" : nil)
                ]
            }
        },
        HealthCheck(
            "toolstack-guests", "whether the QEMU that guests need is of the running Xen",
            why:
                "a QEMU of another version cannot reach the hypervisor: HVM guests, and those with disks that QEMU serves, do not start"
        ) { facts throws(Hidden) in
            let running = try facts.hypervisor.get()
            guard ToolstackChoice.best(of: facts.host.toolstacks, running: running) != nil else { return [] }
            return GuestAbility.sentences(
                facts.specification.guests, stacks: facts.host.toolstacks, running: running
            ).map {
                Observation(
                    .error, seen: $0,
                    remedy:
                        "reboot into the Xen that QEMU is of, or install the QEMU of the running one; \"reeve toolstack keep\" before an upgrade keeps it"
                )
            }
        },
        HealthCheck(
            "toolstack-kept", "whether the running Xen's tools are only there as a kept copy",
            why: "the copy gets no security fixes, and is meant to last until the reboot"
        ) { facts throws(Hidden) in
            guard let running = try facts.hypervisor.get(),
                let stack = ToolstackChoice.best(of: facts.host.toolstacks, running: running), let kept = stack.kept
            else { return [] }
            return [
                Observation(
                    .note, seen: "Xen \(running.version) runs, and its toolstack is the copy in \(kept)",
                    remedy: "reboot when the guests may be down for a moment", command: "reboot")
            ]
        },
        HealthCheck(
            "toolstack-newer", "whether a newer Xen is installed than the one that runs",
            why: "the newer Xen, with its security fixes, does nothing until it is booted"
        ) { facts throws(Hidden) in
            guard let running = try facts.hypervisor.get(),
                let newest = facts.host.toolstacks.filter({ $0.kept == nil }).compactMap(\.version).max(),
                newest > running.version
            else { return [] }
            return [
                Observation(
                    .note, seen: "Xen \(running.version) runs, and the toolstack of Xen \(newest) is installed",
                    remedy: "reboot when the guests may be down for a moment", command: "reboot")
            ]
        },
        HealthCheck(
            "xen-replaced", "whether the running hypervisor's file was replaced since it was booted",
            why: "the update, with its security fixes, does nothing until it is booted"
        ) { facts throws(Hidden) in
            guard let running = try facts.hypervisor.get(), let file = facts.replacedHypervisors.first else {
                return []
            }
            return [
                Observation(
                    .warning, seen: "\(file) is newer than this boot; Xen \(running.version)\(running.extra) runs",
                    remedy: "reboot when the guests may be down for a moment", command: "reboot")
            ]
        },
    ]

    private static func seen(_ error: ToolstackError, _ running: XenVersion) -> String {
        switch error {
        case .noToolstack: "Xen \(running) runs, and no toolstack is installed"
        case .noFit(_, let installed):
            "Xen \(running) runs; installed toolstacks: \(installed.map(\.description).joined(separator: ", "))"
        case .noProgram: error.description
        }
    }
}

extension HealthFacts {
    /// The installed toolstacks, for a sentence.
    fileprivate var names: String { host.toolstacks.map(\.name).joined(separator: ", ") }
}
