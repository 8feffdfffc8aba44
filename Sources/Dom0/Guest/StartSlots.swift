import Glibc
import Model
import SystemPackage

/// The places in which guests are built: at most so many at once, over all units.
///
/// No process hands them out. A place is a file's lock, so one whose holder died is free.
package struct StartSlots: Sendable {
    private let host: Host
    private let count: Int

    /// How many where host.conf says nothing: libxl gives each hotplug script forty seconds (libxl_internal.h,
    /// `LIBXL_HOTPLUG_TIMEOUT`), which one CPU with four guests to build may miss.
    package static var standard: Int { min(4, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }

    package init(host: Host, count: Int) {
        self.host = host
        self.count = max(1, count)
    }

    /// Waits for a place; `waiting` hears once that there was none at first, then every few seconds.
    package func take(waiting: () throws -> Void) async throws -> FileLock {
        let directory = host.root.path(GuestPaths.slotDirectory)
        try Directory.make(directory, mode: 0o700)
        var rounds = 0
        while true {
            for number in 1...count {
                if let lock = try FileLock.take(directory.appending(String(number))) { return lock }
            }
            if rounds % 20 == 0 { try waiting() }
            rounds += 1
            try await host.clock.sleep(for: .milliseconds(200))
        }
    }
}
