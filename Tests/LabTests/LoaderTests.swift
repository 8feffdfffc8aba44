import Lab
import Testing

@Suite(.lab) struct `a boot loader` {
    @Test(arguments: Laboratory.cases(of: [BootLoader.grubUEFI], rare: [.grubBIOS, .systemdBoot]))
    func `boots Xen, and again after its watchdog's reset; a panic ends in a reset too`(
        _ suite: DebianSuite, _ loader: BootLoader
    ) async throws {
        try await Laboratory.host(suite, from: .stock, by: loader, detail: loader.description, long: .loader) { host in
            try await expect(loader, on: host)
            try await host.starveWatchdog()
            try await host.machine.waitUntilOff(within: .seconds(180))
            let boots = try await host.bootUnattended(atMost: 1)
            try require(boots.map(\.ending) == [.up])
            if loader != .systemdBoot {
                // What stands before it differs from release to release.
                let entries = boots[0].grubEntries
                try require(entries.count == 1 && entries[0].hasSuffix(", with Xen hypervisor"), "\(entries)")
            }
            try await expect(loader, on: host)
            try await host.panic()
            try await host.machine.waitUntilOff(within: .seconds(180))
            try require(host.machine.wasReset)
        }
    }

    private func expect(_ loader: BootLoader, on host: LabHost) async throws {
        try require(try await host.succeed("xl", "info").contains("xen_version            : \(host.suite.xen)."))
        try require(try await host.succeed("xl", "info", "xen_commandline").contains("noreboot") == false)
        let hasFirmware = try await host.run("ls", "/sys/firmware/efi/efivars").succeeded
        try require(hasFirmware == (loader.firmware == .uefi))
        let entry = try await host.selectedEntry()
        try require(entry == (loader == .systemdBoot ? "xen.conf" : nil), entry ?? "nothing")
    }
}
