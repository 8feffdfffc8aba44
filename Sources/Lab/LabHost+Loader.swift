/// What scenarios ask about the way a host was booted, and how they bring it down hard.
extension LabHost {
    /// The file name of the loader entry that systemd-boot started, from its EFI variable; nil where there is none.
    ///
    /// Source: systemd.io, "The Boot Loader Interface": LoaderEntrySelected, UTF-16; the kernel's efivarfs.rst: behind four
    /// bytes of attributes, none of them a letter.
    package func selectedEntry() async throws -> String? {
        let variable = "/sys/firmware/efi/efivars/LoaderEntrySelected-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
        let content = try await run("cat", variable)
        guard content.succeeded else { return nil }
        return String(String.UnicodeScalarView(content.output.unicodeScalars.filter { $0 > " " }))
    }

    /// Opens Xen's watchdog for dom0 and never feeds it: Xen resets the machine half a minute later.
    package func starveWatchdog() async throws {
        try await succeed("modprobe", "xen_wdt", "timeout=30")
        // A board may bring another watchdog: the device is found by who serves it.
        for name in try await succeed("ls", "/sys/class/watchdog").split(separator: "\n") {
            guard try await succeed("cat", "/sys/class/watchdog/\(name)/identity") == "xen_wdt" else { continue }
            // It goes on when it is closed without the letter V.
            try await shell.succeed(["tee", "/dev/\(name)"], input: "\n")
            return
        }
        throw LabError.deadline(what: "a watchdog of Xen's", after: .zero, lastSeen: "")
    }

    /// Makes dom0's kernel panic.
    package func panic() async throws {
        try await succeed("sync")
        // The connection goes with the kernel.
        _ = try? await shell.run(["tee", "/proc/sysrq-trigger"], input: "c", limit: .seconds(20))
    }
}
