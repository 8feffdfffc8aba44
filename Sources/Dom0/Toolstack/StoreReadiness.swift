package import Model
import XenStore

/// Waits for xenstored to answer: neither xenstored of Debian tells systemd that it is ready.
package enum StoreReadiness {
    /// Where xenstored listens.
    ///
    /// Source: Xen tools/libs/store/xs.c, `xs_daemon_socket`.
    package static let socket: HostPath = "/run/xenstored/socket"
    /// Where dom0's kernel carries questions to a store in another domain.
    package static let device: HostPath = "/dev/xen/xenbus"

    /// Returns when a question was answered; throws the last reason when none was within `limit`.
    package static func wait(root: Root, clock: any Clock<Duration>, within limit: Duration) async throws {
        var left = limit
        while true {
            do {
                let transport = try StoreTransport.choose(
                    socket: root.path(socket), device: root.path(device), within: .seconds(5))
                _ = try StoreConnection(transport, limit: .seconds(5)).list(.root)
                return
            } catch {
                guard left > .zero else { throw error }
            }
            try await clock.sleep(for: pause, tolerance: nil)
            left -= pause
        }
    }

    private static let pause = Duration.milliseconds(50)
}
