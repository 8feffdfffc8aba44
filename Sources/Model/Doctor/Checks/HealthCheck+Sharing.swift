import Formats

extension HealthCheck {
    /// What guests need together, and what earlier ones left.
    static let sharing = [
        HealthCheck(
            "disks-shared", "disks that two guests name, of whom one at least writes",
            why: "only one of them can run: two that write to one disk destroy what is on it", look: disksShared),
        HealthCheck(
            "macs-shared", "MAC addresses that two guests write",
            why: "on one network both lose every other packet, and nothing says why", look: addressesShared),
        HealthCheck(
            "memory-overcommitted", "whether the guests that start with the host fit into its memory together",
            why: "those that come last do not start, and which these are changes from boot to boot", look: memory),
        HealthCheck(
            "saved-readable", "saved domains that others than root may read",
            why: "a saved domain is the guest's memory, with its keys and passwords", look: savedReadable),
        HealthCheck(
            "userdata-stale", "files of libxl for domains that are not there",
            why:
                "an xl that was killed leaves them; xl takes what stands there for a new domain's own, if that has the same UUID and domid",
            look: userDataStale),
    ]

    private static func disksShared(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        SharedDevices.disks(of: facts.specification.guests).map { path, owners in
            let names = owners.map { "\($0.guest.name) (\($0.isWriter ? "writes" : "reads"))" }
            return Observation(
                owners.count { $0.guest.start.auto } > 1 ? .error : .warning,
                seen: "\(path) is a disk of guests \(names.joined(separator: ", "))",
                remedy: "give each a disk of its own, or see that only one of them starts")
        }
    }

    private static func addressesShared(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        SharedDevices.addresses(of: facts.specification.guests).map { mac, owners in
            Observation(
                .warning,
                seen: "\(mac) is the MAC address of guests \(owners.map(\.name.text).joined(separator: ", "))",
                remedy: "leave mac= out of the vif: Reeve derives an address of its own for each interface")
        }
    }

    private static func memory(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        let guests = facts.specification.guests.filter(\.start.auto)
        guard let total = facts.host.totalMemory, !guests.isEmpty else { return [] }
        let needs = guests.compactMap { GuestNeeds(of: $0, network: GuestNetworkDefaults()).memory }
        let wanted = needs.reduce(0) { $0 + $1.size + $1.overhead }
        let dom0 = (facts.host.xenCommandLine ?? []).compactMap(dom0Memory).last ?? GuestMemory.leastOfDom0
        guard wanted + dom0 > total else { return [] }
        return [
            Observation(
                .warning,
                seen:
                    "the \(guests.count) guests that start with the host need \(wanted) MiB, dom0 has \(dom0) MiB, and the host \(total) MiB",
                remedy: "give guests less memory, or start fewer of them with the host")
        ]
    }

    /// In MiB; `nil` for another word, and for an amount that is not fixed.
    private static func dom0Memory(_ word: String) -> Int? {
        guard word.hasPrefix("dom0_mem="), let amount = word.dropFirst("dom0_mem=".count).split(separator: ",").first
        else {
            return nil
        }
        return Bytes(written: String(amount)).map { Int(clamping: $0.mebibytes) }
    }

    private static func savedReadable(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        try facts.guests.readableSaves.get().map { file in
            Observation(
                .warning, seen: "\(file) is a saved domain that others than root may read",
                remedy: "take the permission away, and keep its directory for root alone", command: "chmod 600 \(file)")
        }
    }

    private static func userDataStale(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        let files = try facts.guests.staleUserData.get()
        guard let first = files.first else { return [] }
        return [
            Observation(
                .warning,
                seen: files.count == 1
                    ? "\(first) is of a domain that is not there"
                    : "\(files.count) files are of domains that are not there, the first: \(first)",
                remedy: "remove them; what belongs to a guest of Reeve goes when that starts",
                command: "rm \(files.prefix(8).map(\.string).joined(separator: " "))")
        ]
    }
}
