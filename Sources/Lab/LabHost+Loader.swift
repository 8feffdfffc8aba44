/// What scenarios ask about the way a host was booted, and how they bring it down hard.
extension LabHost {
    /// The file name of the loader entry that systemd-boot started, from its EFI variable; nil where there is none.
    ///
    /// Source: systemd.io, "The Boot Loader Interface": LoaderEntrySelected, UTF-16 behind four bytes of attributes.
    package func selectedEntry() async throws -> String? {
        let script = """
            cd /sys/firmware/efi/efivars 2>/dev/null || exit 0
            file=LoaderEntrySelected-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f
            # Not every kernel can seek in it.
            [ ! -e $file ] || cat $file | tail --bytes=+5 | tr -d '\\000'

            """
        let name = try await shell.succeed(["sh"], input: script).text
        return name.isEmpty ? nil : name
    }

    /// Opens Xen's watchdog for dom0 and never feeds it: Xen resets the machine half a minute later.
    package func starveWatchdog() async throws {
        // A board may bring another watchdog: the device is found by who serves it.
        let script = """
            modprobe xen_wdt timeout=30
            for identity in /sys/class/watchdog/*/identity; do
                [ "$(cat $identity)" = xen_wdt ] || continue
                device=/dev/$(basename ${identity%/identity})
                setsid sleep infinity >$device 2>/dev/null </dev/null &
                exit 0
            done
            exit 1

            """
        try await shell.succeed(["sh"], input: script)
    }

    /// Makes dom0's kernel panic.
    package func panic() async throws {
        // The connection goes with the kernel.
        _ = try? await shell.run(["sh", "-c", "sync; echo c >/proc/sysrq-trigger"], limit: .seconds(20))
    }
}
