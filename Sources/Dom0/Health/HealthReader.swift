import Formats
package import Model

/// Gathers ``HealthFacts``: facts first, then what only the doctor looks at.
///
/// Changes nothing. What only root may read, or only a running Xen tells, is hidden with its reason.
package struct HealthReader: Sendable {
    private let root: Root
    private let runner: (any CommandRunner)?

    /// `runner` asks systemd and Xen; it is `nil` when the root is not the machine.
    package init(root: Root, runner: (any CommandRunner)?) {
        self.root = root
        self.runner = runner
    }

    /// `loaded` is the configuration, as far as it could be read.
    package func read(for loaded: LoadedSpecification) async -> HealthFacts {
        async let failedUnits = failedUnits()
        let specification = loaded.specification
        let facts = await FactsReader(root: root, runner: runner).read(for: specification.host)
        var health = HealthFacts(host: facts, specification: specification)
        health.configuration = loaded.diagnostics
        health.isKept = isKept
        health.keeping = KeepingReader(root: root).keeping(loaded, facts)

        health.hypervisor = hypervisor(facts)
        health.xenCommandLine = commandLine(facts)
        let packages = PackageReader(root: root)
        health.replacedHypervisors = packages.replacedHypervisors(facts.hypervisor)
        health.boot = BootReader(root: root).boot()
        health.loader = LoaderFactsReader(root: root).facts()
        health.packages = packages.packages()

        health.moduleLists = EffectiveFiles(root: root, directory: "modules-load.d", suffix: ".conf").files()
        health.deviceRules = EffectiveFiles(root: root, directory: "udev/rules.d", suffix: ".rules").files()
        let directories = DirectoryReader(root: root)
        health.variables = directories.variables()
        health.directories = directories.directories(specification.host, isKept: health.isKept)

        health.network = await NetworkReader(root: root, runner: runner).network(facts)
        let guests = GuestHealthReader(root: root, runner: runner)
        health.guests = guests.files(specification)
        if health.isKept || !specification.guests.isEmpty {
            // The files first: those of a domain that is made meanwhile are not stale.
            let userData = guests.userData()
            let domains = await guests.domains(facts)
            health.guests.foreign = domains.map { guests.foreign($0, specification, facts) }
            if case .seen(let domains) = domains, facts.isControlDomain {
                health.guests.staleUserData = userData.map { guests.stale($0, domains) }
            }
        }
        health.failedUnits = await failedUnits
        return health
    }

    /// Told by the store's unit, which everybody may read.
    private var isKept: Bool {
        let unit = root.content("/etc/systemd/system/xenstored.service") ?? []
        return root.exists("/etc/systemd/system/xenstored.service.d/reeve.conf")
            || unit.starts(with: Array("# Written by reeve apply".utf8))
    }

    private func hypervisor(_ facts: Facts) -> Look<RunningHypervisor?> {
        if facts.hypervisor == nil, runner == nil { return .hidden(Self.otherRoot) }
        return .seen(facts.hypervisor)
    }

    private func commandLine(_ facts: Facts) -> Look<[String]> {
        if let words = facts.xenCommandLine { return .seen(words) }
        guard runner != nil else { return .hidden(Self.otherRoot) }
        return .hidden(
            facts.hypervisor == nil
                ? "Xen does not run"
                : "Xen's command line is told by \"xl info\", which did not answer: it needs root, and the tools of the Xen that runs"
        )
    }

    private func failedUnits() async -> Look<[HealthFacts.FailedUnit]> {
        guard let runner else { return .hidden(Self.otherRoot) }
        let command = Command("systemctl", "list-units", "--failed", "--plain", "--no-legend", "--full", "--no-pager")
        do {
            return .seen(Self.units(in: try await runner.output(of: command, timeout: .seconds(5))))
        } catch {
            return .hidden("\(error)")
        }
    }

    /// `NAME LOAD ACTIVE SUB DESCRIPTION` on each line.
    private static func units(in output: [UInt8]) -> [HealthFacts.FailedUnit] {
        String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", maxSplits: 4)
            return words.count == 5 ? HealthFacts.FailedUnit(String(words[0]), String(words[4])) : nil
        }
    }

    static let otherRoot = "another root does not run"
}

/// The files of one kind that count: of each name the one in the first directory.
///
/// Source: modules-load.d(5), udev(7).
struct EffectiveFiles {
    let root: Root
    let directory: String
    let suffix: String

    /// Those that can be read; a link to `/dev/null` hides the files of its name.
    func files() -> [Facts.TextFile] {
        var seen: Set<String> = []
        var files: [Facts.TextFile] = []
        for place in ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"] as [HostPath] {
            for name in root.names(in: place / directory) where name.hasSuffix(suffix) && seen.insert(name).inserted {
                if let file = root.text(at: place / directory / name) { files.append(file) }
            }
        }
        return files
    }
}
