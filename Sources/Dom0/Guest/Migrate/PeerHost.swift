import Formats
import FoundationEssentials
package import Model

/// Another host that Reeve keeps, asked by ssh(1) as root's configuration of ssh says.
///
/// ssh joins what it is given by spaces, and a shell reads it there: so the words are a guest's name, a token, numbers and
/// options, none of which a shell changes (``GuestName``, ``MigrationOffer/isToken(_:)``). All else goes by standard input.
package struct PeerHost: Sendable {
    private let host: Host
    private let peer: MigrationHost

    package init(_ peer: MigrationHost, from host: Host) {
        self.host = host
        self.peer = peer
    }

    /// Nobody is asked for a password, and a host that does not answer is given up: ssh_config(5).
    private static let options = [
        "BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=5", "ServerAliveCountMax=6", "ControlMaster=no",
        "ControlPath=none", "ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes",
    ]

    /// Runs `reeve guest receive` there.
    package static func command(on peer: MigrationHost, _ name: GuestName, _ words: String...) -> Command {
        Command(
            "ssh",
            arguments: options.flatMap { ["-o", $0] } + ["-T", "--", peer.text, "reeve", "guest", "receive", name.text]
                + words)
    }

    /// What the host says to an offer.
    package func check(_ offer: MigrationOffer) async throws -> MigrationAnswer {
        var command = Self.command(on: peer, offer.name, "--check")
        command.input = try offer.line()
        return try await answer(to: command, MigrationAnswer.self)
    }

    /// How the guest is there; `nil` when nobody answers.
    package func standing(of name: GuestName) async -> PeerStanding? {
        // try?: whoever asks has to decide without an answer then.
        try? await answer(to: Self.command(on: peer, name, "--standing"), PeerStanding.self)
    }

    /// Says again that the guest was sent, so that it is at home there.
    package func confirm(_ name: GuestName, token: String) async throws {
        try await say(Self.command(on: peer, name, "--go", token))
    }

    /// Says that the guest is not at home there, nor any copy of it; `token` is of the transfer that is known there.
    package func yield(_ name: GuestName, token: String) async throws {
        let own = MigrationHost(host.root.line("/proc/sys/kernel/hostname") ?? "")?.text ?? "another-host"
        try await say(Self.command(on: peer, name, "--yield", token, "--to", own))
    }

    private func say(_ command: Command) async throws { _ = try await output(of: command) }

    private func answer<Answer: Decodable>(to command: Command, _ type: Answer.Type) async throws -> Answer {
        let output = try await output(of: command)
        do {
            return try JSONDecoder().decode(type, from: Data(output))
        } catch {
            throw GuestError.ended(
                "what \(peer) answers is not of this version of Reeve: install the same on both hosts")
        }
    }

    private func output(of command: Command) async throws -> [UInt8] {
        let result = try await host.runner.run(command, timeout: .seconds(90))
        guard result.succeeded else { throw GuestError.ended(Self.complaint(result, peer)) }
        return result.output
    }

    /// 255 is ssh's own (ssh(1)), 127 the shell's for a program that is not there.
    private static func complaint(_ result: CommandResult, _ peer: MigrationHost) -> String {
        let said = result.lastErrorLine ?? "\(result.ending)"
        return switch result.ending {
        case .exited(255):
            "ssh does not get to \(peer): \(said); \"ssh -o BatchMode=yes \(peer) true\" as root has to work"
        case .exited(127): "there is no reeve on \(peer): \(said)"
        default: "\(peer) says: \(said)"
        }
    }
}

extension MigrationOffer {
    /// One line of JSON.
    package func line() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    package init(line: [UInt8]) throws {
        do {
            self = try JSONDecoder().decode(MigrationOffer.self, from: Data(line))
        } catch {
            throw GuestError.ended(
                "what the other host offers cannot be read: install the same version of Reeve on both")
        }
        guard version == 1, Self.isToken(token) else {
            throw GuestError.ended("what the other host offers is of a newer Reeve: install the same version on both")
        }
    }

    /// What tells this host from others.
    package static func identity(ofMachine id: String) -> String { SHA256.hex(of: Array("reeve migrate \(id)".utf8)) }
}
