import Formats

/// Renders the host's daemons: units of their own where the distribution wraps init scripts, drop-ins where it ships
/// upstream's units.
enum DaemonRenderer {
    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        guard !facts.toolstacks.isEmpty else {
            return Rendering(notes: ["no Xen toolstack is installed, so no daemons are set up"])
        }
        var rendering = Rendering()
        let store = StoreProgram(host, facts)
        for daemon in Daemon.allCases {
            let isShipped = facts.units.contains(daemon.unitName)
            guard daemon.isWanted(host) else {
                // Not for the watchdog: it runs where the admin enabled the distribution's own unit.
                if isShipped, daemon == .disks {
                    rendering.tree[directory / daemon.unitName] = DesiredNode(
                        .symlink(target: "/dev/null"), why: "qemu.enabled is \"off\"")
                }
                continue
            }
            let file = isShipped ? dropIn(daemon, host, store) : unit(daemon, host, store)
            let path = isShipped ? directory / "\(daemon.unitName).d/reeve.conf" : directory / daemon.unitName
            rendering.tree[path] = DesiredNode(.text(file.text), why: daemon.why)
            guard daemon.isEnabled else { continue }
            rendering.tree[directory / "multi-user.target.wants" / daemon.unitName] = DesiredNode(
                .symlink(target: (isShipped ? shippedDirectory : directory).string + "/" + daemon.unitName),
                why: "\(daemon.unitName) starts with the host")
        }
        rendering.tree.merge(wrappers(facts)) { first, _ in first }
        rendering.notes += notes(host, store, facts)
        return rendering
    }

    private static let directory: HostPath = "/etc/systemd/system"
    private static let shippedDirectory: HostPath = "/usr/lib/systemd/system"
    private static let comment = "Written by reeve apply from /etc/reeve/host.conf; edit that."

    private static func unit(_ daemon: Daemon, _ host: HostSpecification, _ store: StoreProgram) -> UnitFile {
        var sections = [
            UnitSection("Unit", [.set("Description", daemon.description)] + daemon.order(host))
        ]
        if daemon == .xenfs {
            sections.append(
                UnitSection("Mount", [.set("What", "xenfs"), .set("Where", "/proc/xen"), .set("Type", "xenfs")]))
        } else {
            sections.append(UnitSection("Service", daemon.service(host, store: store)))
        }
        if daemon.isEnabled { sections.append(UnitSection("Install", [.set("WantedBy", "multi-user.target")])) }
        return UnitFile(comment: comment, sections)
    }

    private static func dropIn(_ daemon: Daemon, _ host: HostSpecification, _ store: StoreProgram) -> UnitFile {
        var sections = [UnitSection("Unit", daemon.order(host))]
        if daemon != .xenfs {
            let resets =
                ["ExecStartPre", "ExecStart", "ExecStartPost"].map { UnitLine.reset($0) } + [
                    .set("RemainAfterExit", "no")
                ]
            sections.append(UnitSection("Service", resets + daemon.service(host, store: store)))
        }
        return UnitFile(comment: comment, sections)
    }

    /// What keeps the distribution's own wrappers from running a second set of daemons and guests.
    private static func wrappers(_ facts: Facts) -> DesiredTree {
        var tree: DesiredTree = [:]
        if facts.initScripts.contains("xen") || facts.units.contains("xen.service") {
            tree[directory / "xen.service"] = DesiredNode(
                .symlink(target: "/dev/null"),
                why: "the daemons have units of their own: the wrapper of the init script is masked")
        }
        if facts.initScripts.contains("xendomains") || facts.units.contains("xendomains.service") {
            // Not masked: a masked unit has no ExecStop=, and the guests that it started in this boot would be cut off
            // at the reboot that ends the change. And not saved, as its own stop does: Reeve starts them afresh, and
            // memory that is restored later over a disk that went on destroys it.
            let file = UnitFile(
                comment: """
                    Written by reeve apply: guests are units of their own, and this one starts none any more.
                    It is not masked, so that it still shuts down what it started before.
                    """,
                [
                    UnitSection("Unit", [.set("ConditionPathExists", "!\(Daemon.reeve)")]),
                    UnitSection(
                        "Service",
                        [
                            .reset("ExecStop"),
                            .set("ExecStop", "-\(Daemon.reeve) toolstack exec xl shutdown --all --wait"),
                            .set("TimeoutStopSec", "300"),
                        ]),
                ])
            tree[directory / "xendomains.service.d/reeve.conf"] = DesiredNode(
                .text(file.text),
                why:
                    "guests have units of their own: xendomains starts none, and still shuts down those that it started"
            )
        }
        return tree
    }

    private static func notes(_ host: HostSpecification, _ store: StoreProgram, _ facts: Facts) -> [String] {
        var notes: [String] = []
        if facts.storeRunsAsUnit == false {
            notes.append(
                "the daemons that run now were started by the init script; their units take over at the next boot")
        }
        for stack in facts.toolstacks
        where store.choices.allSatisfy({ stack.programs[$0.program] == nil }) {
            notes.append("the \(stack.name) has no \(store.type.program): a host that boots with it has no store")
        }
        let qemu = host.qemu
        if qemu.mode == .on, qemu.program == nil,
            !facts.toolstacks.contains(where: { $0.programs["qemu-system-i386"] != nil })
        {
            notes.append(
                "qemu.enabled is \"on\", and no QEMU for Xen is installed; on Debian the package is qemu-system-xen")
        }
        if qemu.mode != .off, let program = qemu.program, facts.daemons.missing.contains(program) {
            notes.append("qemu.program: there is no \(program)")
        }
        return notes
    }
}

extension Facts {
    /// Names that a reader of facts looks for among the units that the distribution ships.
    package static let unitsOfInterest = Daemon.allCases.map(\.unitName) + ["xen.service", "xendomains.service"]
}
