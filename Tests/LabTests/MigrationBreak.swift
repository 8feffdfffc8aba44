import Lab

/// What happens to two hosts in the middle of a migration.
enum MigrationBreak: CaseIterable, CustomStringConvertible {
    case network, xlHere, senderHere, receiverThere, xlThere, powerThere, powerHere

    var description: String {
        switch self {
        case .network: "the network is cut"
        case .xlHere: "xl is killed on the host that it leaves"
        case .senderHere: "what stands between xl and ssh is killed"
        case .receiverThere: "the receiver is killed on the other host"
        case .xlThere: "xl is killed on the other host"
        case .powerThere: "the other host loses power"
        case .powerHere: "the host that it leaves loses power"
        }
    }

    func happen(to host: LabHost, or twin: LabHost) async throws {
        switch self {
        case .network: try await twin.machine.plugNetwork(false)
        case .xlHere: try await kill("xl migrate", on: host)
        case .senderHere: try await kill("reeve guest send", on: host)
        case .receiverThere: try await kill("reeve guest receive", on: twin)
        case .xlThere: try await kill("xl migrate-receive", on: twin)
        case .powerThere: await twin.machine.cutPower()
        case .powerHere:
            await host.machine.cutPower()
            try await host.powerOn()
        }
    }

    func mend(_ host: LabHost, _ twin: LabHost, with guest: MovingGuest) async throws {
        switch self {
        case .network: try await twin.machine.plugNetwork(true)
        case .powerThere:
            try await twin.powerOn()
            try await twin.waitUntilUp()
        case .powerHere:
            try await host.waitUntilUp()
            try await guest.countOn(on: host)
        case .xlHere, .senderHere, .receiverThere, .xlThere: break
        }
    }

    /// There has to be somebody to kill; xl has the line of the program in its own.
    private func kill(_ line: String, on host: LabHost) async throws {
        try await host.succeed("pkill", "-KILL", "--full", "^[^ ]*\(line) ")
    }
}
