/// What scenarios ask a host, and tell it.
extension LabHost {
    /// Runs a command in the host; a non-zero status is a result.
    package func run(_ argv: String...) async throws -> Output { try await shell.run(argv) }

    /// Runs a command in the host that has to succeed; returns its standard output, trimmed.
    @discardableResult
    package func succeed(_ argv: String...) async throws -> String {
        try await shell.succeed(argv, limit: .seconds(400)).text
    }

    /// Writes a file in the host, and the directories above it.
    package func write(_ path: String, _ text: String) async throws {
        try await shell.succeed(["install", "-D", "--mode=644", "/dev/stdin", path], input: text)
    }

    /// Has packages leave the initial RAM disk as it is, which takes minutes to be made in the emulator.
    package func keepInitialRAMDisk() async throws {
        try await write("/etc/initramfs-tools/update-initramfs.conf", "update_initramfs=no\n")
    }

    /// A property of a unit, as `systemctl show` prints it.
    package func property(_ name: String, of unit: String) async throws -> String {
        try await succeed("systemctl", "show", "--property=\(name)", "--value", unit)
    }

    /// The state of a unit: `active`, `inactive`, `failed`, `activating` and so on.
    package func state(of unit: String) async throws -> String { try await property("ActiveState", of: unit) }

    /// When the unit entered its present state, on the host's own clock.
    package func activated(_ unit: String) async throws -> Duration {
        .microseconds(Int64(try await property("ActiveEnterTimestampMonotonic", of: unit)) ?? 0)
    }

    /// When the unit left `inactive`: its start was begun.
    package func begun(_ unit: String) async throws -> Duration {
        .microseconds(Int64(try await property("InactiveExitTimestampMonotonic", of: unit)) ?? 0)
    }

    /// The domains that run, dom0 left out: domid by name; asked with the xl of the toolstack that Reeve uses, where another
    /// than the running hypervisor's may be installed.
    package func domains(byKeptTools: Bool = false) async throws -> [String: Int] {
        var domains: [String: Int] = [:]
        let command = (byKeptTools ? ["reeve", "toolstack", "exec"] : []) + ["xl", "list"]
        for line in try await shell.succeed(command).text.split(separator: "\n").dropFirst() {
            let columns = line.split(separator: " ")
            if columns.count > 1, let domid = Int(columns[1]), domid > 0 { domains[String(columns[0])] = domid }
        }
        return domains
    }

    /// The domain of a guest that has to be there, or to come for whoever waits.
    package func domid(of guest: String) async throws -> Int {
        guard let domid = try await domains()[guest] else {
            throw LabError.deadline(what: "a domain \(guest)", after: .zero, lastSeen: "")
        }
        return domid
    }

    /// The UUID of a domain, as the store has it: `/vm/UUID`.
    package func uuid(of domid: Int) async throws -> String {
        try await succeed("xenstore-read", "/local/domain/\(domid)/vm")
    }

    /// Types a line into the shell on a guest's console.
    package func type(_ line: String, into guest: String) async throws {
        let domid = try await domid(of: guest)
        let console = try await succeed("xenstore-read", "/local/domain/\(domid)/console/tty")
        try await shell.succeed(["tee", console], input: line + "\n")
    }

    /// Lines of the journal of one boot (0 this one, -1 the one before) that a unit's processes or systemd wrote about it.
    package func journal(of unit: String, boot: Int = 0) async throws -> [JournalLine] {
        let text = try await succeed(
            "journalctl", "--no-pager", "--boot=\(boot)", "--unit=\(unit)", "--output=short-monotonic")
        return text.split(separator: "\n").compactMap(JournalLine.init)
    }
}

/// One line of `journalctl --output=short-monotonic`.
package struct JournalLine: Sendable, Equatable {
    /// Since the boot of the host.
    package var time: Duration
    /// Who wrote it and what.
    package var message: String

    /// Takes `[   12.345678] lab systemd[1]: Started …` apart; nil for any other line.
    init?(_ line: Substring) {
        guard line.first == "[", let end = line.firstIndex(of: "]") else { return nil }
        let number = line[line.index(after: line.startIndex)..<end].drop { $0 == " " }
        guard let seconds = Double(number) else { return nil }
        time = .seconds(seconds)
        message = String(line[line.index(after: end)...].drop { $0 == " " })
    }
}
