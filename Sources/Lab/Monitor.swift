import Glibc
import SystemPackage

/// QEMU's machine protocol on a Unix socket, as far as the lab needs it: one human command, one answer.
///
/// Source: QEMU docs/interop/qmp-spec.rst: a greeting, `qmp_capabilities`, then a JSON object a line each way; lines with
/// `"event"` may come at any time. `human-monitor-command` answers with what the human monitor prints: nothing is good.
struct Monitor: Sendable {
    let socket: FilePath

    /// Carries out `savevm`, `loadvm`, `system_reset`… and throws what the monitor complains of.
    ///
    /// `answer` is the line that the command prints when all is well: most print none.
    func carryOut(
        _ command: String, answering answer: String = "", within limit: Duration = .seconds(180)
    ) async throws {
        let connection = try UnixConnection(to: socket)
        defer { connection.close() }
        let deadline = ContinuousClock.now + limit
        _ = try await connection.line(before: deadline)
        try connection.send(#"{"execute": "qmp_capabilities"}"# + "\n")
        _ = try await reply(on: connection, to: command, before: deadline)
        try connection.send(
            #"{"execute": "human-monitor-command", "arguments": {"command-line": "\#(command)"}}"# + "\n")
        let reply = try await reply(on: connection, to: command, before: deadline)
        let good = answer.isEmpty ? #"{"return": ""}"# : #"{"return": "\#(answer)\r\n"}"#
        guard reply == good else { throw LabError.monitor(command: command, reply: reply) }
    }

    private func reply(
        on connection: UnixConnection, to command: String, before deadline: ContinuousClock.Instant
    ) async throws -> String {
        while true {
            guard let line = try await connection.line(before: deadline) else {
                throw LabError.monitor(command: command, reply: "no answer")
            }
            if !line.hasPrefix(#"{"timestamp""#), !line.contains(#""event":"#) { return line }
        }
    }
}

/// A stream socket that is read line by line without blocking a thread.
private final class UnixConnection {
    private let descriptor: Int32
    private var pending: [UInt8] = []

    init(to path: FilePath) throws(LabError) {
        descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.string.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < room else { throw .file(path, reason: "too long for the name of a socket") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else {
            let reason = Errno(rawValue: errno).description
            _ = Glibc.close(descriptor)
            throw .file(path, reason: reason)
        }
    }

    func close() { _ = Glibc.close(descriptor) }

    func send(_ text: String) throws {
        try FileDescriptor(rawValue: descriptor).writeAll(text.utf8)
    }

    /// The next line, without its end; nil when the peer is gone or the deadline has passed.
    func line(before deadline: ContinuousClock.Instant) async throws -> String? {
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self).trimmed
                pending.removeFirst(end + 1)
                return line
            }
            let count = recv(descriptor, &piece, piece.count, Int32(MSG_DONTWAIT))
            if count > 0 {
                pending += piece[..<count]
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) || ContinuousClock.now > deadline {
                return nil
            } else {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
