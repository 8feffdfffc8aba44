import Lab
import Testing

/// How scenarios get at a host with boot entries.
extension LabHost {
    /// Makes of a kept host one with the good entry, and something new to try: the same pair with another word for Xen, or
    /// started in another way.
    ///
    /// Without its guests it boots in half the time. `limit` is how long a trial may take, in seconds.
    func prepareEntries(_ way: TrialWay, limit: Int, withGuests: Bool) async throws -> (good: String, new: String) {
        let digest = way.mark + (try await ReevePackage.find().digest)
        if withGuests {
            try await start(from: Snapshot(name: "entries-\(digest)")) { try await makeEntries(way) }
        } else {
            try await start(from: Snapshot(name: "idle-\(digest)")) {
                try await start(from: Snapshot(name: "entries-\(digest)")) { try await makeEntries(way) }
                for name in ["batch", "db", "pvh", "web"] {
                    try await write("/etc/reeve/guests/\(name).reeve", "reeve.start.auto = 0\n")
                }
                try await succeed("reeve", "apply")
            }
        }
        try await write("/etc/reeve/host.conf", Self.entryConfiguration("\(way.setting)boot.trial_limit = \(limit)\n"))
        let entries = try await ListedEntry.all(on: self)
        return (
            try require(entries.first { $0.standing.contains("default") }).id,
            try require(entries.first { $0.standing == ["candidate"] }).id
        )
    }

    /// Has the next `reeve boot refresh` find another pair: with one more word for dom0's kernel.
    func bringNews() async throws {
        guard loader == .systemdBoot else {
            try await write("/etc/default/grub.d/news.cfg", "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX news\"\n")
            try await succeed("update-grub")
            return
        }
        let words = try await succeed("cat", "/proc/cmdline").split(separator: " ").filter { !$0.hasPrefix("reeve.") }
        try await write("/etc/kernel/cmdline", "\(words.joined(separator: " ")) news\n")
    }

    /// Goes on from a snapshot; the first time it is made, by what leads to it.
    private func start(from snapshot: Snapshot, _ preparation: () async throws -> Void) async throws {
        guard try await has(snapshot) else {
            try await preparation()
            return try await save(snapshot)
        }
        await machine.cutPower()
        try await powerOn(from: snapshot)
    }

    private func makeEntries(_ way: TrialWay) async throws {
        try await write("/etc/reeve/host.conf", Self.entryConfiguration(way.setting))
        let applied = try await succeed("reeve", "apply")
        guard !way.hasCandidate else { return }
        let entries = try await ListedEntry.all(on: self)
        try require(entries.count == 1 && entries[0].standing == ["default"], applied)
        try await write("/etc/default/grub.d/new.cfg", "GRUB_CMDLINE_XEN=\"$GRUB_CMDLINE_XEN loglvl=all\"\n")
        try await succeed("update-grub")
        try await succeed("reeve", "boot", "refresh")
    }

    private static func entryConfiguration(_ more: String) -> String {
        "\(hostConfiguration)boot.entries = 1\n\(more)"
    }
}
