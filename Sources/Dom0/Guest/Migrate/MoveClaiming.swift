package import Model

/// Makes a guest at home here that is held, because an administrator says so.
package struct MoveClaiming: Sendable {
    private let machine: GuestMachine
    private let name: GuestName

    package init(machine: GuestMachine, name: GuestName) {
        self.machine = machine
        self.name = name
    }

    private var record: MoveRecord { MoveRecord(machine: machine, name: name) }

    /// Asks the other host, and does what ``MoveClaim`` says; `report` takes what is worth knowing.
    ///
    /// A copy that waits goes on, and its unit is started; any other guest waits to be started.
    package func run(report: (String) -> Void) async throws {
        guard let move = try record.read(), move.hold != nil else { return }
        let peer = MigrationHost(move.peer).map { PeerHost($0, from: machine.host) }
        let standing = await peer?.standing(of: name)
        if standing == nil { report("\(move.peer) does not answer: that the guest does not run there is your word") }
        switch MoveClaim.decide(move, peer: standing) {
        case .refuse(let reason):
            throw GuestError.ended("guest \"\(name)\" is not taken from \(move.peer): \(reason)")
        case .yieldThenTake:
            if let token = standing?.token { try await peer?.yield(name, token: token) }
            try await take(move)
        case .take: try await take(move)
        case .accept: try await GuestReceiving(machine: machine, name: name).accept(token: move.token)
        }
    }

    private func take(_ move: GuestMove) async throws {
        guard let uuid = try GuestStore(root: machine.host.root).record(of: name)?.uuid else { return }
        // It may be saying the word at this moment.
        try await record.awaitSender()
        // What was sent is older than what may have run there since.
        _ = try await MoveRecovering(machine: machine, name: name).recovered(nil, uuid: uuid)
        _ = try await record.change(uuid: uuid) { record in
            guard record.move == move else { return false }
            record.move = move.entering(.home)
            return true
        }
    }
}
