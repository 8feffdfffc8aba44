import CLinux
import Glibc
package import SystemPackage

/// Sends signals to processes of others: the real ones, or those of a test.
package struct ProcessSignal: Sendable {
    private let body: @Sendable (_ pid: Int32, _ signal: Int32, _ isStill: () -> Bool) -> Errno?

    /// The body gives why it could not be sent.
    package init(_ body: @escaping @Sendable (_ pid: Int32, _ signal: Int32, _ isStill: () -> Bool) -> Errno?) {
        self.body = body
    }

    /// Sends it to the process that is looked at while its pid cannot be given to another; one that is gone is no error.
    package func send(_ signal: Int32, to pid: Int32, isStill: () -> Bool) throws(Errno) {
        guard let reason = body(pid, signal, isStill), reason != .noSuchProcess else { return }
        throw reason
    }

    package static let kernel = ProcessSignal { pid, signal, isStill in
        let descriptor = clinux_open_process(pid)
        guard descriptor >= 0 else { return .current }
        defer { close(descriptor) }
        guard isStill() else { return nil }
        return clinux_signal_process(descriptor, signal) == 0 ? nil : .current
    }
}
