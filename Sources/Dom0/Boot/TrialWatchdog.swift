import Glibc
import Model
import SystemPackage

/// Xen's watchdog for dom0, set once to the whole time that a trial has: when it passes, Xen resets the machine.
///
/// The initial RAM disk sets it first; nobody feeds it. It needs no process, so it works when none can run.
/// Source: Linux drivers/watchdog/xen_wdt.c; Linux Documentation/watchdog/watchdog-api.rst, "magic close".
package struct TrialWatchdog: Sendable {
    private let host: Host

    package init(host: Host) {
        self.host = host
    }

    /// Sets it to go off after so many seconds.
    package func arm(seconds: Int) async throws {
        if let device, host.root.line("/sys/class/watchdog" / device.name / "state") == "active" { return }
        _ = try await host.runner.output(
            of: Command("modprobe", "xen_wdt", "timeout=\(seconds)"), timeout: .seconds(60))
        guard let device else { throw BootError.noDevice("/dev/watchdog") }
        try write([], to: device)
    }

    /// Takes it back; without one there is nothing to do.
    func disarm() throws {
        guard let device else { return }
        // The last byte before the file is closed says that this is meant.
        try write([UInt8(ascii: "V")], to: device)
    }

    /// The device that is Xen's among others.
    private var device: HostPath? {
        let directory: HostPath = "/sys/class/watchdog"
        return host.root.names(in: directory).first {
            host.root.line(directory / $0 / "identity") == "xen_wdt"
        }.map { "/dev" / $0 }
    }

    /// Opening it starts it; closing it leaves it running.
    private func write(_ bytes: [UInt8], to device: HostPath) throws(FileError) {
        let path = host.root.path(device).string
        let descriptor = try calling(.open, path) { open(path, O_WRONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        guard !bytes.isEmpty else { return }
        try calling(.write, path) {
            CInt(clamping: bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) })
        }
    }
}
