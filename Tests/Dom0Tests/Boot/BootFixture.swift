import Dom0
import Formats
import Model
import Synchronization
import SystemPackage

/// A machine that GRUB boots, with two hypervisors and two kernels in `/boot`, of which the older pair runs.
struct BootFixture: BootMachine {
    let place: TemporaryDirectory

    init() throws {
        place = try TemporaryDirectory()
        for version in ["4.17", "4.20"] { try place.file("/boot" / "xen-\(version)-amd64.gz", "xen \(version)") }
        for kernel in ["6.1", "6.12"] {
            try place.file("/boot" / "vmlinuz-\(kernel)", "kernel \(kernel)")
            try place.file("/boot" / "initrd.img-\(kernel)", "initrd \(kernel)")
            try place.file("/lib/modules" / kernel / "modules.dep")
        }
        for version in ["4.17", "4.20"] { try place.file("/usr/lib" / "xen-\(version)" / "bin/xl") }
        try place.file("/etc/grub.d/42_reeve")
        try menu(newest: true)
        try run("4.17", "6.1")
    }

    /// Boots it by UEFI from now on, with xen.efi beside each xen.gz; and has entries chainload it, or not.
    func chainload(_ isWanted: Bool = true) throws {
        for version in ["4.17", "4.20"] {
            try place.file("/boot" / "xen-\(version)-amd64.efi", bytes: SmallPE.program("xen \(version)"))
        }
        try place.file("/sys/firmware/efi/fw_platform_size", "64\n")
        try mount("30 1 8:1 / /boot/efi rw - vfat /dev/sda1 rw\n")
        try place.file("/boot/efi/EFI/BOOT/BOOTX64.EFI")
        let mark = BootSupport.chainloading
        if isWanted { try place.file(mark) } else { try DurableFile.remove(place.root.path(mark)) }
    }

    func mount(_ mounts: String) throws { try place.file("/proc/self/mountinfo", mounts) }

    /// The generated menu; with or without the newer pair.
    func menu(newest: Bool) throws {
        let pairs = (newest ? [("4.20", "6.12")] : []) + [("4.17", "6.1")]
        let entries = pairs.map { version, kernel in
            """
            menuentry 'Xen \(version)' {
            \tmultiboot2 /boot/xen-\(version)-amd64.gz placeholder dom0_mem=1G
            \tmodule2 /boot/vmlinuz-\(kernel) placeholder root=/dev/vda1 ro
            \tmodule2 --nounzip /boot/initrd.img-\(kernel)
            }

            """
        }
        try place.file("/boot/grub/grub.cfg", entries.joined() + "source ${prefix}/reeve.cfg\n")
    }

    /// What runs from now on; the boot began after everything in `/boot` was there.
    func run(
        _ xen: String, _ kernel: String, boot: String = "1", entry: BootEntryID? = nil, asProgram: Bool = false
    ) throws {
        try tell(xen, kernel, boot: boot)
        let mark = entry.map { " reeve.entry=\($0)" } ?? ""
        let first = asProgram ? "vmlinuz" : "placeholder"
        try place.file("/proc/cmdline", "\(first) root=/dev/vda1 ro\(mark)\n")
    }

    var host: Host { Host(root: place.root, runner: GRUBRunner(), clock: ContinuousClock()) }

    /// GRUB takes the trial out before it starts it.
    func startTrial() throws { try place.file("/boot/grub/reeve.env", bytes: GRUBEnvironment().bytes) }

    /// What GRUB would boot now, as far as it can be told from files: the ids of its choice, and of the trial that waits.
    func nextBoot() throws -> (choice: BootEntryID?, trial: BootEntryID?) {
        let grub: HostPath = "/boot/grub"
        guard let text = place.root.content(grub / "reeve.cfg").map({ String(decoding: $0, as: UTF8.self) }) else {
            return (nil, nil)
        }
        var (choice, root) = (nil as BootEntryID?, "" as String)
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == ";" }).map(String.init)
            if words.first == "search" { root = words.last == GRUBRunner.system ? "/boot/efi" : "" }
            guard line.hasPrefix("  if [ -f ") else { continue }
            let files = words.filter { $0.hasPrefix("/") }.compactMap { HostPath(root + $0) }
            guard files.count >= 3, files.allSatisfy(place.root.isFile) else { continue }
            choice = words.first { $0.hasPrefix("default=") }.flatMap { BootEntryID($0.dropFirst("default=".count)) }
        }
        let block = try place.root.content(grub / "reeve.env").map { try GRUBEnvironment(parsing: $0) }
        let trial = (block?["reeve_trial"]).flatMap { BootEntryID($0) }
        return (choice, trial.flatMap { text.contains("\"\($0)\" ]; then") ? $0 : nil })
    }
}

/// Runs programs, but for GRUB's, which ask the machine.
struct GRUBRunner: CommandRunner {
    func run(_ command: Command, timeout: Duration?) async throws(CommandError) -> CommandResult {
        switch command.program {
        case "grub-probe": answer(command, boot: "0a1b-2c3d", system: Self.system)
        // The fixture's hypervisors are a line of text.
        case "gzip": CommandResult(.exited(0))
        case "grub-mkrelpath": answer(command, boot: "/boot", system: "/")
        default: try await SubprocessRunner().run(command, timeout: timeout)
        }
    }

    /// The file system of the EFI system partition.
    static let system = "1234-ABCD"

    private func answer(_ command: Command, boot: String, system: String) -> CommandResult {
        let isSystem = command.arguments.last?.hasSuffix("/boot/efi") ?? false
        return CommandResult(.exited(0), output: Array("\(isSystem ? system : boot)\n".utf8))
    }
}
