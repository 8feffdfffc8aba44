import Formats

extension HealthCheck {
    /// Who starts and stops guests.
    static let guests = [
        HealthCheck(
            "xendomains", "whether xendomains starts guests beside Reeve, or instead",
            why:
                "xendomains starts guests one after the other, waits for no disk, and systemd cuts its stop off, with guests that still run",
            look: xendomains),
        HealthCheck(
            "libvirt", "whether libvirt keeps domains of the same Xen",
            why:
                "libvirt's driver for Xen keeps domains too: what one of them stops, renames or destroys is a failure to the other",
            look: libvirt),
        HealthCheck(
            "auto-unstarted", "entries of /etc/xen/auto that nothing starts",
            why: "the entry says that the guest starts with the host, and it does not", look: autoUnstarted),
        HealthCheck(
            "saved-unrestored", "saved domains that nobody restores",
            why:
                "it takes the room of the guest's memory, and destroys the guest's disks if it is restored after they were written",
            look: savedUnrestored),
        HealthCheck(
            "domains-foreign", "domains that belong to no guest of Reeve",
            why: "nobody starts them again, and they are shut down as the host is, without an order of their own",
            look: domainsForeign),
        HealthCheck(
            "migration-open", "guests that two hosts do not agree about",
            why: "the guest runs on neither host, or where nobody here knows it, until one of them says the word",
            look: migrationOpen),
    ]

    private static func migrationOpen(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        facts.guests.moves.sorted { $0.key < $1.key }.map { name, move in
            move.phase == .incoming
                ? Observation(
                    .warning, seen: "guest \(name) comes from \(move.peer), which has not said that it may run here",
                    remedy: "see there where it is at home; if that is here, say so",
                    command: "reeve guest start \(name) --here")
                : Observation(
                    .warning, seen: "guest \(name) went to \(move.peer), which has not said that it knows",
                    remedy: "tell it again", command: "reeve guest migrate \(name) \(move.peer)")
        }
    }

    private static func xendomains(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard facts.guests.xendomainsStarts, !facts.guests.auto.isEmpty else { return [] }
        let both = facts.guests.auto.compactMap { entry in
            facts.guest(at: entry.target).flatMap { $0.start.auto ? $0.name.text : nil }
        }
        if facts.isKept, !both.isEmpty {
            return [
                Observation(
                    .error, seen: "xendomains.service and Reeve both start \(both.joined(separator: ", "))",
                    why: "a guest that is started twice writes its disks twice, or fails the second time",
                    remedy: "have reeve hold xendomains back", command: "reeve apply")
            ]
        }
        let names = facts.guests.auto.map(\.name).joined(separator: ", ")
        return [
            Observation(
                .warning, seen: "xendomains.service starts what is in \(facts.guests.autoDirectory): \(names)",
                remedy: "have reeve take the guests over: each becomes a unit of its own", command: "reeve init")
        ]
    }

    private static func libvirt(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        let beside = facts.guests.libvirt.filter { $0.isActive || $0.isEnabled }
        guard !beside.isEmpty, !facts.host.toolstacks.isEmpty else { return [] }
        let words = beside.map { "\($0.unit) \($0.isActive ? "runs" : "is enabled")" }
        return [
            Observation(
                .warning, seen: words.joined(separator: ", "),
                remedy: "keep each guest with one of them; without guests in libvirt switch it off",
                command: "systemctl disable --now \(beside.map(\.unit).joined(separator: " "))")
        ]
    }

    private static func autoUnstarted(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard !facts.guests.xendomainsStarts else { return [] }
        let directory = facts.guests.autoDirectory
        let strangers = facts.guests.auto.filter { facts.guest(at: $0.target) == nil }.map(\.name)
        var found: [Observation] = []
        if !strangers.isEmpty {
            let names = strangers.joined(separator: ", ")
            found.append(
                Observation(
                    .warning,
                    seen: "xendomains does not start what is in \(directory), and no guest of Reeve is \(names)",
                    remedy: "have reeve take over what is a guest, and remove the entries of what is none",
                    command: "reeve init"))
        }
        return found
            + facts.guests.auto.compactMap { entry in
                guard let guest = facts.guest(at: entry.target), !guest.start.auto else { return nil }
                return Observation(
                    .warning,
                    seen: "\(directory)/\(entry.name) is guest \(guest.name), whose reeve.start.auto is not set",
                    remedy:
                        "write reeve.start.auto = 1 to /etc/reeve/guests/\(guest.name).reeve, or remove the entry")
            }
    }

    private static func savedUnrestored(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard !facts.guests.xendomainsStarts || !facts.guests.xendomainsRestores else { return [] }
        return try facts.guests.saved.get().map { file in
            Observation(
                .warning, seen: "\(file) is a saved domain, and nothing restores it",
                remedy: "restore it if its disks were not written since it was saved, else remove it",
                command: "xl restore \(file)")
        }
    }

    private static func domainsForeign(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard facts.isKept || !facts.specification.guests.isEmpty, try facts.hypervisor.get() != nil else { return [] }
        return try facts.guests.foreign.get().map { domain in
            Observation(
                .note, seen: "domain \(domain.domid) \"\(domain.name)\" belongs to no guest of Reeve",
                remedy: "if it should be kept, make a guest of it, while it runs",
                command: "reeve guest adopt \(domain.domid)")
        }
    }
}

extension HealthFacts {
    /// The guest whose file this is.
    fileprivate func guest(at path: HostPath) -> GuestSpecification? {
        specification.guests.first { guests.places[$0.file] == path }
    }
}
