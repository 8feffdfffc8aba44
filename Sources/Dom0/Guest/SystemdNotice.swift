import Glibc
import Model

/// The service manager that started this process, if one did: hears how a start or a stop goes on.
///
/// Source: sd_notify(3).
package struct SystemdNotice: Sendable {
    /// Takes one message; whether anybody hears it makes no difference to the work.
    private let send: @Sendable (String) -> Void

    package init(send: @escaping @Sendable (String) -> Void) {
        self.send = send
    }

    /// Nobody listens.
    package static let none = SystemdNotice { _ in }

    /// The one whose socket `NOTIFY_SOCKET` names; ``none`` when it is unset.
    package static func listening(at socketPath: String?) -> SystemdNotice {
        guard let socketPath, socketPath.hasPrefix("/") || socketPath.hasPrefix("@") else { return .none }
        return SystemdNotice { message in deliver(message, to: socketPath) }
    }

    /// Shows a sentence as the unit's status.
    package func status(_ text: String) {
        send("STATUS=" + text.split(separator: "\n").joined(separator: "; "))
    }

    /// Asks for more time than the unit's timeout, from now on.
    package func extendTimeout(by duration: Duration) {
        send("EXTEND_TIMEOUT_USEC=\(duration.wholeSeconds * 1_000_000)")
    }

    private static func deliver(_ message: String, to path: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        // An "@" stands for the NUL of an abstract socket.
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let content = Array(message.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, content, content.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
