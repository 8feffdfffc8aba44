import Formats

/// What an admin should know of the toolstacks and the hypervisor together, in sentences that are true of this host.
package enum ToolstackAdvice {
    package static func sentences(_ stacks: [Toolstack], running: RunningHypervisor?) -> [String] {
        guard let running = running?.version else { return [] }
        guard let best = ToolstackChoice.best(of: stacks, running: RunningHypervisor(version: running)) else {
            return [without(stacks, running)]
        }
        let newest = stacks.filter { $0.kept == nil }.compactMap(\.version).max()
        var sentences: [String] = []
        if best.kept != nil, let newest {
            sentences.append(
                "Xen \(running) runs, installed: \(newest): the kept copy serves it; reboot into Xen \(newest) when the guests may be down"
            )
        } else if best.kept != nil {
            sentences.append(
                "Xen \(running) runs, and no toolstack is installed: the kept copy serves it; install one before the next reboot"
            )
        } else if let newest, newest > running, !stacks.contains(where: { $0.kept != nil && $0.version == running }) {
            sentences.append(
                "Xen \(running) runs, and Xen \(newest) is installed beside it: \"reeve toolstack keep\" keeps the tools of Xen \(running) before a package manager removes them"
            )
        }
        sentences += qemu(best, stacks, running)
        return sentences
    }

    private static func without(_ stacks: [Toolstack], _ running: XenVersion) -> String {
        let versions = stacks.compactMap(\.version).sorted()
        guard let newest = versions.last else {
            return "Xen \(running) runs and no toolstack is installed: install xen-utils-\(running)"
        }
        return
            "Xen \(running) runs, installed: \(versions.map(\.description).joined(separator: ", ")): reboot into Xen \(newest), or install xen-utils-\(running); guests cannot be started or stopped by xl until then"
    }

    private static func qemu(_ best: Toolstack, _ stacks: [Toolstack], _ running: XenVersion) -> [String] {
        guard let built = best.qemuVersion, built != running,
            !stacks.contains(where: { $0.kept != nil && $0.qemuVersion == running })
        else { return [] }
        return [
            "QEMU is of Xen \(built), and Xen \(running) runs: HVM guests, and disks that QEMU serves, wait for a reboot into Xen \(built), or for a QEMU of Xen \(running)"
        ]
    }
}
