import Dom0
import Formats
import Model
import SystemPackage

/// A machine that systemd-boot has booted, by an entry made by hand, into the older of two pairs.
struct SystemdBootFixture: BootMachine {
    let place: TemporaryDirectory

    init() throws {
        place = try TemporaryDirectory()
        try place.file("/proc/self/mountinfo", "30 1 8:1 / /boot/efi rw - vfat /dev/sda1 rw\n")
        for program in ["EFI/systemd/systemd-bootx64.efi", "EFI/BOOT/BOOTX64.EFI"] {
            try place.file("/boot/efi" / program)
        }
        try variable(.loaderInfo, "systemd-boot 257")
        try pair("4.17", "6.1")
        for (name, source) in [
            ("xen.efi", "xen-4.17-amd64.efi"), ("vmlinuz", "vmlinuz-6.1"), ("initrd", "initrd.img-6.1"),
        ] {
            try place.file("/boot/efi/EFI/xen" / name, bytes: place.root.content("/boot" / source) ?? [])
        }
        try place.file(
            "/boot/efi/EFI/xen/xen.cfg",
            "[global]\ndefault=x\n[x]\noptions=com1=1 dom0_mem=1G\nkernel=vmlinuz root=/dev/vda1 ro\nramdisk=initrd\n")
        try place.file("/boot/efi/loader/entries/Xen.conf", "title Xen\nefi /EFI/xen/xen.efi\n")
        try place.file("/boot/efi/loader/loader.conf", "timeout 3\ndefault xen.conf\n")
        try place.file("/etc/kernel/reeve-xen-cmdline", "# written\ndom0_mem=2048M,max:2048M\n")
        try run("4.17", "6.1", entry: "xen.conf")
    }

    /// Puts a hypervisor, a kernel and a toolstack there.
    func pair(_ xen: String, _ kernel: String) throws {
        try place.file("/boot" / "xen-\(xen)-amd64.efi", bytes: SmallPE.program("xen \(xen)"))
        try place.file("/boot" / "vmlinuz-\(kernel)", "kernel \(kernel)")
        try place.file("/boot" / "initrd.img-\(kernel)", "initrd \(kernel)")
        try place.file("/lib/modules" / kernel / "modules.dep")
        try place.file("/usr/lib" / "xen-\(xen)" / "bin/xl")
    }

    /// What runs from now on, by which entry of systemd-boot.
    func run(_ xen: String, _ kernel: String, boot: String = "1", entry: String, words: String = "") throws {
        try tell(xen, kernel, boot: boot)
        try place.file("/proc/cmdline", "vmlinuz root=/dev/vda1 ro \(words)\n")
        try variable(.entrySelected, entry)
    }

    func variable(_ name: EFIVariableName, _ text: String) throws {
        try place.file("/sys/firmware/efi/efivars" / name.fileName, bytes: EFIVariable(text: text).file)
    }

    var host: Host { Host(root: place.root, runner: BootctlRunner(place: place), clock: ContinuousClock()) }

    func lookAgain() async throws -> [String]? {
        let lock = try WriterLock.acquire(place.root)
        let reasons = try await BootTrying(keeper()).lookAgain(holding: lock)
        _ = consume lock
        return reasons
    }

    /// What systemd-boot would start: the file of `loader/entries`, and whether for one boot only.
    ///
    /// With `starts` the variable goes, and a counter changes, as when it does.
    func nextBoot(starts: Bool = false) throws -> (file: String?, isOnce: Bool) {
        let entries: HostPath = "/boot/efi/loader/entries"
        let names = place.root.names(in: entries).filter { LoaderEntryFileName(parsing: $0) != nil }
        let variable: HostPath = "/sys/firmware/efi/efivars" / EFIVariableName.entryOneShot.fileName
        if let pattern = place.root.efiVariable(.entryOneShot)?.text, !pattern.isEmpty {
            let found = names.first { $0.lowercased().hasPrefix(pattern.prefix { $0 != "*" }) }
            if starts {
                try DurableFile.remove(place.root.path(variable))
                if let found, let name = LoaderEntryFileName(parsing: found) {
                    try place.file(
                        entries / name.afterStart.description, bytes: place.root.content(entries / found) ?? [])
                    try DurableFile.remove(place.root.path(entries / found))
                }
            }
            if let found { return (found, true) }
        }
        let text = place.root.content("/boot/efi/loader/loader.conf") ?? []
        let standard = LoaderConfiguration(parsing: SourceText(name: "", bytes: text)).standard
        return (names.first { $0.lowercased() == standard }, false)
    }

    /// Whether all that a file of `loader/entries` starts is there.
    func isWhole(_ file: String) -> Bool {
        let text = place.root.content("/boot/efi/loader/entries" / file) ?? []
        let entry = LoaderEntry(parsing: SourceText(name: file, bytes: text))
        guard case .efi(let program)? = entry.program, let xen = HostPath("/boot/efi\(program)") else { return false }
        let option = (entry.options ?? "").split(separator: " ").first { $0.hasPrefix("-cfg=") } ?? "-cfg=xen.cfg"
        let configuration = place.root.content(xen.parent / String(option.dropFirst(5))) ?? []
        let section = XenEFIConfiguration(parsing: SourceText(name: "", bytes: configuration)).section()
        let names = [section?.kernel?.file.text, section?.ramdisk?.text]
        return place.root.isFile(xen) && names.allSatisfy { $0.map { place.root.isFile(xen.parent / $0) } ?? false }
    }
}

/// Runs programs, but for bootctl, which asks the firmware, and systemctl, whose jobs it notes.
private struct BootctlRunner: CommandRunner {
    let place: TemporaryDirectory

    func run(_ command: Command, timeout: Duration?) async throws(CommandError) -> CommandResult {
        if command.program == "systemctl" {
            guard !place.root.exists("/run/broken-firmware") else { return CommandResult(.exited(1)) }
            do { try place.file("/run/jobs", command.arguments.joined(separator: " ")) } catch {
                return CommandResult(.exited(1))
            }
            return CommandResult(.exited(0))
        }
        guard command.program == "bootctl" else { return try await SubprocessRunner().run(command, timeout: timeout) }
        guard !place.root.exists("/run/broken-firmware"), command.arguments.count == 2,
            command.arguments[0] == "set-oneshot"
        else {
            return CommandResult(.exited(1))
        }
        let file = "/sys/firmware/efi/efivars" / EFIVariableName.entryOneShot.fileName
        let name = command.arguments[1]
        do {
            if name.isEmpty {
                try DurableFile.remove(place.root.path(file))
            } else {
                try place.file(file, bytes: EFIVariable(text: name).file)
            }
            return CommandResult(.exited(0))
        } catch { return CommandResult(.exited(1)) }
    }
}
