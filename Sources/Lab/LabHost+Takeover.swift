/// The way from a stock host to one that Reeve keeps.
extension LabHost {
    /// Installs the package, as an administrator does.
    package func install(_ package: ReevePackage) async throws {
        progress.say("installing \(package.file)")
        try await shell.copy(package.file, to: "/root/reeve.deb")
        try await succeed("dpkg", "--install", "/root/reeve.deb")
    }

    /// What host.conf says in every scenario.
    package static let hostConfiguration = "dom0.memory = 1024\n"

    /// Declares the host and its four guests: `web` after `db`, which says on its console when it is ready; `batch`, whose
    /// disk comes late; all started with the host, by the files in `/etc/xen` that they always had.
    package func declareGuests() async throws {
        try await write("/etc/reeve/host.conf", Self.hostConfiguration)
        try await write(
            "/etc/reeve/guests/db.reeve",
            """
            reeve.start.auto = 1
            reeve.ready.console = "GUEST db ready"
            reeve.ready.timeout = 300

            """)
        try await write(
            "/etc/reeve/guests/web.reeve",
            """
            reeve.start.auto = 1
            reeve.start.after = ["db"]
            reeve.restart = "on-crash"
            reeve.restart.delay = 8

            """)
        for name in ["batch", "pvh"] {
            try await write("/etc/reeve/guests/\(name).reeve", "reeve.start.auto = 1\n")
        }
        // An emulated processor may need longer than systemd's 90 s until these are there.
        for device in ["dev-storage-batch", "sys-subsystem-net-devices-xenbr0"] {
            try await write(
                "/etc/systemd/system/\(device).device.d/lab.conf", "[Unit]\nJobRunningTimeoutSec=300\n")
        }
    }

    /// The unit of a guest.
    package static func unit(_ guest: String) -> String { "reeve-guest@\(guest).service" }

    /// Stock, then installed, initialised, declared, applied and rebooted; or its snapshot.
    package func bringToKept(by package: ReevePackage) async throws {
        let kept = Snapshot.kept(by: package)
        if try await has(kept) { return try await powerOn(from: kept) }
        try await bringToStock()
        try await install(package)
        progress.say("reeve init")
        try await succeed("reeve", "init")
        try await declareGuests()
        progress.say("reeve apply")
        try await succeed("reeve", "apply")
        try await reboot()
        // A deadline that a starved emulator lets pass would stay in the snapshot, and spoil all that starts from it. Where
        // nobody tells Xen how much memory dom0 has, there is none for guests.
        for _ in 0..<(loader == .systemdBoot ? 0 : 2) {
            let failed = try await succeed("systemctl", "--failed", "--no-legend", "--plain")
            if failed.isEmpty { break }
            let units = failed.split(separator: "\n").compactMap { $0.split(separator: " ").first }
            progress.say("failed in this boot: \(units.joined(separator: ", ")); once more")
            try await reboot()
        }
        try await save(kept)
    }

    /// A stock host that has booted into Xen by its loader; or its snapshot.
    package func bringToStock() async throws {
        if try await has(.stock) { return try await powerOn(from: .stock) }
        try await bootStock()
        try await save(.stock)
    }
}
