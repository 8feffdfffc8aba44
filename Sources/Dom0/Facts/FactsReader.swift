import Formats
package import Model

/// Gathers ``Facts`` from a machine, or from another root.
///
/// Nothing that is missing is an error: its absence is the fact.
package struct FactsReader: Sendable {
    private let root: Root
    private let runner: (any CommandRunner)?

    /// `runner` asks the running hypervisor for its command line; it is `nil` when the root is not the machine.
    package init(root: Root, runner: (any CommandRunner)?) {
        self.root = root
        self.runner = runner
    }

    /// Reads everything that a decision about this host needs.
    package func read(for host: HostSpecification = HostSpecification()) async -> Facts {
        let toolstacks = ToolstackReader(root: root)
        var facts = Facts(system: operatingSystem, hypervisor: toolstacks.running(), toolstacks: toolstacks.installed())
        facts.isControlDomain = root.isControlDomain
        if facts.isControlDomain, let info = await xenInfo(facts.hypervisor, facts.toolstacks) {
            facts.xenCommandLine = info.commandWords
            facts.totalMemory = info.totalMemory
        }
        facts.moduleLists = ModuleListReader(root: root).lists()
        facts.kernels = KernelReader(root: root).kernels(
            lookingFor: Facts.modulesOfInterest(host, lists: facts.moduleLists))
        facts.runningKernel = root.kernelRelease
        facts.configuredKernels = await KernelConfigurationReader(root: root, runner: runner).kernels(
            facts.kernels, running: facts.runningKernel)
        facts.units = units()
        facts.initScripts = Set(["xen", "xendomains"].filter { root.exists("/etc/init.d" / $0) })
        facts.hasInitramfsTools = root.exists("/usr/share/initramfs-tools/hook-functions")
        facts.storeRunsAsUnit = storeRunsAsUnit()
        facts.deviceRules = DeviceRulesReader(root: root).files()
        // Settings of GRUB are left over where another loader boots.
        facts.grub = root.isBootedBySystemdBoot ? nil : GRUBReader(root: root).settings()
        facts.isBootedByUEFI = root.isBootedByUEFI
        facts.systemPartition = facts.grub == nil ? root.systemPartition : root.chainloadedPartition
        facts.firmware = facts.grub == nil ? FirmwareReader(root: root).settings() : nil
        facts.xlConfiguration = root.text(at: "/etc/xen/xl.conf")
        facts.chosenStore = chosenStore()
        facts.daemons = DaemonFactsReader(root: root).facts(for: host)
        facts.machineID = root.line("/etc/machine-id")
        facts.guestFiles = root.names(in: "/etc/xen").map { "/etc/xen" / $0 }.filter { !isHostFile($0) }
        facts.autostarted = root.names(in: "/etc/xen/auto").map { root.resolved("/etc/xen/auto" / $0) }
        facts.network = NetworkFactsReader(root: root).read()
        return facts
    }

    private var operatingSystem: Facts.OperatingSystem {
        let fields = shell("/etc/os-release") ?? shell("/usr/lib/os-release")
        return Facts.OperatingSystem(
            id: fields?.value(of: "ID")?.text ?? "linux", version: fields?.value(of: "VERSION_ID")?.text ?? "")
    }

    private func shell(_ path: HostPath) -> ShellAssignments? {
        root.content(path).map { ShellAssignments(parsing: SourceText(name: path.string, bytes: $0)) }
    }

    /// Xen's own words, which only the tools tell: `xen_commandline` of `xl info`.
    func xenCommandLine(_ running: RunningHypervisor?, _ toolstacks: [Toolstack]) async -> [String]? {
        await xenInfo(running, toolstacks)?.commandWords
    }

    private func xenInfo(_ running: RunningHypervisor?, _ toolstacks: [Toolstack]) async -> XLInfo? {
        guard let runner,
            // try?: a host without its toolstack cannot ask; `plan` says so from other facts.
            let choice = try? ToolstackChoice.choose("xl", running: running, installed: toolstacks),
            let output = try? await runner.output(of: choice.command("info"), timeout: .seconds(10))
        else { return nil }
        // try?: as above.
        return try? XLInfo(parsing: output)
    }

    /// Whether a path in `/etc/xen` is one of Xen's own files, or no file at all.
    private func isHostFile(_ path: HostPath) -> Bool {
        ["xl.conf", "oxenstored.conf", "cpupool"].contains(path.name) || !root.isFile(path)
    }

    private func units() -> Set<String> {
        let directories: [HostPath] = [
            "/usr/lib/systemd/system", "/lib/systemd/system", "/usr/local/lib/systemd/system",
        ]
        return Set(Facts.unitsOfInterest.filter { name in directories.contains { root.exists($0 / name) } })
    }

    private func storeRunsAsUnit() -> Bool? {
        guard root.exists("/run/xenstored/socket") else { return nil }
        return root.exists("/sys/fs/cgroup/system.slice/xenstored.service")
    }

    /// The last of the files that says it wins, as the shell would have it.
    private func chosenStore() -> String? {
        let files: [HostPath] = [
            "/etc/default/xen", "/etc/default/xencommons", "/etc/sysconfig/xencommons", "/etc/conf.d/xencommons",
        ]
        // Not what Reeve wrote there itself, from a choice of host.conf.
        let chosen = files.lazy.compactMap { file in
            root.content(file).flatMap { content in
                ShellAssignments(parsing: SourceText(name: file.string, bytes: OwnedTail.kept(content)))
                    .value(of: "XENSTORED")?.text
            }
        }.first
        guard let name = chosen?.split(separator: "/").last, name == "xenstored" || name == "oxenstored" else {
            return nil
        }
        return String(name)
    }
}

extension XLInfo {
    fileprivate var commandWords: [String]? { commandLine?.split(separator: " ").map(String.init) }
}

extension Root {
    /// A text file, with the path that its links lead to; `nil` when it cannot be read.
    func text(at path: HostPath) -> Facts.TextFile? {
        content(path).map { Facts.TextFile(resolved(path), $0) }
    }

    /// Where a path leads when its own link, and the link's link, is followed; at most eight.
    func resolved(_ path: HostPath) -> HostPath {
        var place = path
        for _ in 0..<8 {
            guard let target = target(of: place) else { return place }
            place = place.parent.following(target) ?? place
        }
        return place
    }
}

extension HostPath {
    /// The path of a link's text seen from this directory; `nil` when it leaves the root.
    fileprivate func following(_ target: String) -> HostPath? {
        var parts = target.hasPrefix("/") ? [] : string.split(separator: "/").map(String.init)
        for part in target.split(separator: "/") {
            switch part {
            case ".": continue
            case "..":
                guard !parts.isEmpty else { return nil }
                parts.removeLast()
            default: parts.append(String(part))
            }
        }
        return HostPath("/" + parts.joined(separator: "/"))
    }
}
