import Lab

/// What is done to an entry on trial: to its files after the trial was set up, or to the host while it runs.
enum BootFault: String, CaseIterable, CustomStringConvertible {
    case truncatedHypervisor = "truncated hypervisor"
    case spoiledKernel = "spoiled kernel"
    case missingRamDisk = "missing initial RAM disk"
    case refusedKernel = "kernel that Xen refuses"
    case emptyRamDisk = "empty initial RAM disk"
    case latePanic = "late panic"
    case hang
    case missingToolstack = "missing toolstack"
    case powerCut = "power cut"

    var description: String { rawValue }

    /// What is there before the host is rebooted; `files` are the entry's.
    func prepare(on host: LabHost, _ files: EntryFiles) async throws {
        switch self {
        case .truncatedHypervisor:
            try await host.succeed("cp", files.hypervisor, files.new)
            try await host.succeed("truncate", "--size=1000000", files.new)
            try await host.succeed("mv", files.new, files.hypervisor)
        case .spoiledKernel: try await replace(files.kernel, by: "/dev/urandom", on: host, files)
        case .missingRamDisk: try await host.succeed("rm", files.ramDisk)
        case .refusedKernel:
            try await replace(files.kernel, by: "/dev/urandom", on: host, files)
            try await admit(files, on: host)
        case .emptyRamDisk:
            try await replace(files.ramDisk, by: "/dev/zero", on: host, files)
            try await admit(files, on: host)
        case .latePanic:
            let panic = "ExecStart=tee /proc/sysrq-trigger\nStandardInput=data\nStandardInputText=c\n"
            try await install(panic, after: "basic.target", before: "multi-user.target", on: host)
        case .hang:
            let hang = "ExecStart=sleep infinity\n"
            try await install(hang, after: "local-fs.target", before: "sysinit.target", on: host)
        case .missingToolstack: try await host.succeed("mv", "/usr/lib/xen-\(host.suite.xen)/bin/xl", "/root/")
        case .powerCut:
            // Nothing is judged before the power goes.
            let wait = "ExecStart=sleep infinity\n"
            try await install(wait, after: "local-fs.target", before: "reeve-boot-gate.service", on: host)
        }
    }

    /// Reboots the host; without a last look at the files where the loader would take the bad ones for good.
    func goDown(_ host: LabHost) async throws {
        guard host.loader == .systemdBoot, self == .refusedKernel || self == .emptyRamDisk else {
            return try await host.goDown()
        }
        try await host.succeed("sync")
        // The connection goes with the host.
        _ = try? await host.shell.run(["systemctl", "reboot", "--force", "--force"], limit: .seconds(20))
        try await host.machine.waitUntilOff(within: .seconds(60))
    }

    /// Puts 4 MB of something in the place of a file.
    private func replace(_ file: String, by source: String, on host: LabHost, _ files: EntryFiles) async throws {
        try await host.succeed("dd", "if=\(source)", "of=\(files.new)", "bs=1M", "count=4", "status=none")
        try await host.succeed("mv", files.new, file)
    }

    /// Has the loader find the files as they should be: so does a package that brings bad ones.
    private func admit(_ files: EntryFiles, on host: LabHost) async throws {
        guard let sums = files.sums else { return }
        let digests = try await host.succeed("sha256sum", files.hypervisor, files.kernel, files.ramDisk)
        try await host.write(sums, digests.replacing("\(files.directory)/", with: "") + "\n")
    }

    /// A service that starts in a trial only, once that may not take longer than it has time.
    private func install(_ service: String, after first: String, before target: String, on host: LabHost) async throws {
        try await host.write(
            "/etc/systemd/system/fault.service",
            """
            [Unit]
            ConditionKernelCommandLine=reeve.trial
            DefaultDependencies=no
            After=\(first) reeve-boot-arm.service
            Before=\(target)
            [Service]
            Type=oneshot
            TimeoutStartSec=infinity
            \(service)[Install]
            WantedBy=\(target)

            """)
        try await host.succeed("systemctl", "enable", "fault.service")
    }

    /// How long the trial may take, in seconds: shorter than a boot, or long enough that the fault comes first.
    var limit: Int { self == .powerCut ? 600 : 60 }

    /// What `reeve boot list` has to say of it, at the beginning or after "it was not booted: ".
    func reason(_ files: EntryFiles) -> String {
        switch self {
        case .truncatedHypervisor: "\(files.hypervisor) is not what it was"
        case .spoiledKernel, .refusedKernel: "\(files.kernel) is not what it was"
        case .missingRamDisk, .emptyRamDisk: "\(files.ramDisk) is not what it was"
        case .missingToolstack: "xl info does not work"
        case .hang, .powerCut: "it did not come up as far as a system that could say why"
        case .latePanic: "it "
        }
    }
}

/// Where the files of a boot entry are.
///
/// Each may be one with that of another entry: another takes its name, it is never written in place.
struct EntryFiles {
    let directory: String
    private let way: TrialWay

    init(of id: String, by way: TrialWay) {
        directory = way.isOnSystemPartition ? "/boot/efi/EFI/reeve/\(id)" : "/boot/reeve/\(id)"
        self.way = way
    }

    var hypervisor: String { "\(directory)/\(way.isOnSystemPartition ? "xen.efi" : "xen.gz")" }
    var kernel: String { "\(directory)/vmlinuz" }
    var ramDisk: String { "\(directory)/initrd" }
    /// Where GRUB finds what they have to be.
    var sums: String? { way == .systemdBoot ? nil : "\(directory)/sums" }
    /// A name for one that is to take the place of another.
    var new: String { "\(directory)/new" }
}
