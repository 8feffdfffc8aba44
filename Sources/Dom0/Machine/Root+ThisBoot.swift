import Glibc
import Model

/// What the kernel tells of this boot.
extension Root {
    /// The number that the kernel gives each boot; `nil` when it cannot be read.
    ///
    /// Source: Linux Documentation/admin-guide/sysctl/kernel.rst, "random".
    package var bootID: String? { line("/proc/sys/kernel/random/boot_id") }

    /// As `uname -r` tells it.
    package var kernelRelease: String? { line("/proc/sys/kernel/osrelease") }

    /// The words of the kernel's command line.
    ///
    /// Source: proc_cmdline(5).
    package var kernelWords: [Substring] { (line("/proc/cmdline") ?? "").split(separator: " ") }

    /// Whether this is dom0.
    ///
    /// Source: Linux drivers/xen/xenfs/super.c, `capabilities_read`.
    package var isControlDomain: Bool { line("/proc/xen/capabilities")?.contains("control_d") ?? false }

    /// When this boot began, in seconds since 1970.
    ///
    /// Source: proc_stat(5), `btime`; the line of interrupts is long on large machines.
    var bootTime: Int? {
        String(decoding: content("/proc/stat", limit: 8 << 20) ?? [], as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("btime ") }.flatMap { Int($0.dropFirst("btime ".count)) }
    }
}

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
