import Dom0
import Formats
import Model
import Synchronization
import SystemPackage

/// A machine with two hypervisors and two kernels in `/boot`, of which the older pair runs.
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
    func run(_ xen: String, _ kernel: String, boot: String = "1", entry: BootEntryID? = nil) throws {
        try tell(xen, kernel, boot: boot)
        let mark = entry.map { " reeve.entry=\($0)" } ?? ""
        try place.file("/proc/cmdline", "placeholder root=/dev/vda1 ro\(mark)\n")
    }

    var host: Host { Host(root: place.root, runner: GRUBRunner(), clock: ContinuousClock()) }

    func directory(_ entry: BootEntry) -> HostPath { BootPlace.grub.directory(of: entry.id) }

    /// GRUB takes the trial out before it starts it.
    func startTrial() throws { try place.file("/boot/grub/reeve.env", bytes: GRUBEnvironment().bytes) }

    /// What GRUB would boot now, as far as it can be told from files: the ids of its choice, and of the trial that waits.
    func nextBoot() throws -> (choice: BootEntryID?, trial: BootEntryID?) {
        let grub: HostPath = "/boot/grub"
        guard let text = place.root.content(grub / "reeve.cfg").map({ String(decoding: $0, as: UTF8.self) }) else {
            return (nil, nil)
        }
        var choice: BootEntryID?
        for line in text.split(separator: "\n") where line.hasPrefix("  if [ -f ") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == ";" }).map(String.init)
            let files = words.filter { $0.hasPrefix("/boot/reeve/") }
            guard files.count == 3, files.allSatisfy({ HostPath($0).map(place.root.isFile) ?? false }) else { continue }
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
        case "grub-probe": CommandResult(.exited(0), output: Array("0a1b-2c3d\n".utf8))
        // The fixture's hypervisors are a line of text.
        case "gzip": CommandResult(.exited(0))
        case "grub-mkrelpath": CommandResult(.exited(0), output: Array("/boot\n".utf8))
        default: try await SubprocessRunner().run(command, timeout: timeout)
        }
    }
}
