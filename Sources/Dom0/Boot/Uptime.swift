import Glibc

/// What time it is.
package enum Uptime {
    /// Since the boot, suspended time included; a change of the date does not move it.
    package static var seconds: Int {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return now.tv_sec
    }

    /// Since 1970 (UTC).
    package static var now: Int { time(nil) }
}
