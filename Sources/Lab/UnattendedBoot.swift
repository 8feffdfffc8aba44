/// One time that a machine was turned on without anybody attending it.
package struct UnattendedBoot: Sendable {
    /// How it ended.
    package enum Ending: Sendable, Equatable {
        /// The host answered, and its systemd had no more jobs.
        case up
        /// The machine was reset: by the hypervisor, its watchdog, the firmware, or by dom0's reboot.
        case reset
    }

    package var ending: Ending
    /// What the console printed in this boot, from the firmware on.
    package var console: String

    /// The entries that GRUB said it boots or falls back to, in order; systemd-boot says none.
    ///
    /// Source: GRUB's grub-core/normal/menu.c, "Booting `%s'" and "Falling back to `%s'".
    package var grubEntries: [String] {
        console.split(whereSeparator: \.isNewline).compactMap { line in
            let words = ["Booting `", "Falling back to `"]
            guard let word = words.first(where: line.contains), let start = line.firstRange(of: word)?.upperBound,
                let end = line[start...].lastIndex(of: "'")
            else { return nil }
            return String(line[start..<end])
        }
    }

    /// The last line that is not empty.
    package var lastLine: String { Self.lastLine(of: console) }

    static func lastLine(of text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { String($0).trimmed }.last { !$0.isEmpty } ?? ""
    }
}

extension LabHost {
    /// Turns the machine on, and again each time it was reset, until the host is up; nobody touches it in between.
    ///
    /// A machine that is on is cut off first. Throws when it is not up after `limit` or so many `boots`, when it turned
    /// itself off, and when its console said nothing for as long as `silence`: it hangs and nothing ends that.
    /// - Returns: one value for each time it was turned on; the last one is ``UnattendedBoot/Ending/up``.
    package func bootUnattended(
        within limit: Duration = .seconds(1200), atMost boots: Int, silence: Duration = .seconds(300)
    ) async throws -> [UnattendedBoot] {
        await machine.cutPower()
        let deadline = ContinuousClock.now + limit
        var done: [UnattendedBoot] = []
        while done.count < boots {
            progress.say("boot \(done.count + 1), unattended")
            let start = LabFiles.size(of: machine.serialLog)
            try await machine.start()
            let ending = try await attend(from: start, until: deadline, silence: silence)
            done.append(UnattendedBoot(ending: ending, console: try machine.console(from: start)))
            progress.say(ending == .up ? "up" : "it was reset; last line: \(done.last?.lastLine ?? "")")
            if ending == .up { return done }
        }
        throw LabError.notUp(
            suite, reason: "it was reset \(done.count) times", lastLine: done.last?.lastLine ?? "")
    }

    /// Watches one boot to its end.
    private func attend(
        from start: Int, until deadline: ContinuousClock.Instant, silence: Duration
    ) async throws -> UnattendedBoot.Ending {
        var heard = (size: start, at: ContinuousClock.now)
        func failure(_ reason: String) throws -> LabError {
            LabError.notUp(
                suite, reason: reason, lastLine: UnattendedBoot.lastLine(of: try machine.console(from: start)))
        }
        while true {
            guard machine.isOn else {
                shell.disconnect()
                if machine.wasReset { return .reset }
                throw try failure("it turned itself off")
            }
            if try await isSettled() { return .up }
            let size = LabFiles.size(of: machine.serialLog)
            if size != heard.size { heard = (size, .now) }
            if .now - heard.at > silence {
                throw try failure("it hangs: nothing on its console for \(silence.components.seconds) s")
            }
            guard .now < deadline else { throw try failure("it takes too long") }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// Whether the host answers and its systemd has no more jobs; a host that goes down meanwhile has not settled.
    private func isSettled() async throws -> Bool {
        do {
            guard try await shell.tryConnecting() else { return false }
            let state = try await shell.run(["systemctl", "is-system-running"], limit: .seconds(60))
            return ["running", "degraded"].contains(state.text)
        } catch LabError.unreachable {
            return false
        }
    }
}
