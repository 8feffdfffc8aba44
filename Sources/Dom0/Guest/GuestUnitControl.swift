package import Model

/// Starts and stops guests through their units, and tells how it goes.
package struct GuestUnitControl: Sendable {
    private let host: Host
    private let progress: @Sendable (String) -> Void

    /// `progress` takes a line whenever there is something new to tell.
    package init(host: Host, progress: @escaping @Sendable (String) -> Void) {
        self.host = host
        self.progress = progress
    }

    package enum Verb: String, Sendable { case start, stop, restart }

    /// What a unit that could not do it said.
    package struct Failure: Error, Equatable, CustomStringConvertible {
        package var name: GuestName
        package var verb: Verb
        package var reason: String
        package var journal: [String]

        package init(name: GuestName, verb: Verb, reason: String, journal: [String]) {
            self.name = name
            self.verb = verb
            self.reason = reason
            self.journal = journal
        }

        package var description: String {
            (["guest \"\(name)\" did not \(verb.rawValue): \(reason)"] + journal.map { "  " + $0 })
                .joined(separator: "\n")
        }
    }

    package func run(_ verb: Verb, _ name: GuestName) async throws {
        if verb != .stop {
            try refuseAway(name)
            try await Self.resetFailed(name, by: host.runner)
        }
        async let _: Void = watch(name)
        let result = try await host.runner.run(Command("systemctl", verb.rawValue, "--", name.unit), timeout: nil)
        guard !result.succeeded else { return }
        let states = try await UnitStates(runner: host.runner).states(of: [name])
        let reason =
            states[name].flatMap { $0.text.isEmpty ? nil : $0.text } ?? result.lastErrorLine ?? "\(result.ending)"
        let journal = await UnitJournal(runner: host.runner).lastRun(of: name, lines: 15)
        throw Failure(name: name, verb: verb, reason: reason, journal: journal)
    }

    /// Starts the guest's unit, and does not wait for it.
    package func begin(_ name: GuestName) async throws {
        try refuseAway(name)
        try await Self.resetFailed(name, by: host.runner)
        _ = try await host.runner.output(
            of: Command("systemctl", "start", "--no-block", "--", name.unit), timeout: .seconds(30))
    }

    /// The unit of a guest that is at home elsewhere does nothing, and calls that a success.
    private func refuseAway(_ name: GuestName) throws {
        // try?: what cannot be read, the start itself tells.
        guard let hold = (try? GuestStore(root: host.root).record(of: name))?.move?.hold else { return }
        throw GuestError.held(name, hold)
    }

    /// Before a start that is no restart after a failure: what came before does not count towards the limit.
    static func resetFailed(_ name: GuestName, by runner: any CommandRunner) async throws {
        _ = try await runner.run(Command("systemctl", "reset-failed", "--", name.unit), timeout: .seconds(30))
    }

    /// Tells the unit's status each time it changes, until cancelled.
    private func watch(_ name: GuestName) async {
        var last = ""
        while !Task.isCancelled {
            // try?: a look that fails is made up by the next; cancelled, the loop ends.
            let state = try? await UnitStates(runner: host.runner).states(of: [name])[name]
            let text =
                state.map { $0.text.isEmpty && $0.isQueued ? "waiting for what it is ordered after" : $0.text } ?? ""
            if text != last, !text.isEmpty { progress(text) }
            last = text
            try? await host.clock.sleep(for: .milliseconds(500))
        }
    }
}
