import Formats

/// Which xenstored the unit starts.
struct StoreProgram: Equatable {
    /// The one that is going to run, as far as it can be told now.
    let type: StoreType
    /// What the unit looks for in the toolstack that fits, the one to be preferred first.
    let choices: [StoreType]

    /// The host's own choice is taken as it is.
    ///
    /// Without one the admin's `XENSTORED` counts, then the distribution's
    /// preference: the one in OCaml where it is installed (Debian's /etc/init.d/xen, Xen's default of configure).
    init(_ host: HostSpecification, _ facts: Facts) {
        if let type = host.store.type {
            (self.type, choices) = (type, [type])
            return
        }
        let first = facts.chosenStore.flatMap { StoreType(program: $0) } ?? .ocaml
        let order: [StoreType] = first == .c ? [.c, .ocaml] : [.ocaml, .c]
        let programs = facts.bootableToolstack?.programs ?? [:]
        let type = order.first { programs[$0.program] != nil } ?? first
        self.type = type
        // What the one in C takes on its command line the other does not know: then there is no second choice.
        choices = type == .c && !host.store.options(for: .c).isEmpty ? [.c] : order
    }
}

extension Facts {
    /// The toolstack of the running hypervisor, else the newest.
    fileprivate var bootableToolstack: Toolstack? {
        toolstacks.first { $0.version == hypervisor?.version } ?? toolstacks.first
    }
}

extension Daemon {
    static func storeService(_ wanted: StoreSpecification, _ store: StoreProgram) -> [UnitLine] {
        store.type == .domain ? domainService(wanted) : processService(wanted, store)
    }

    private static func processService(_ wanted: StoreSpecification, _ store: StoreProgram) -> [UnitLine] {
        let options = store.type == .c ? wanted.options(for: .c) : []
        let arguments = ["--no-fork", "--pid-file", wanted.pidFile.string] + options
        let limit =
            switch wanted.openFiles {
            case .unlimited: "infinity"
            case .limit(let count): "\(count)"
            }
        return [
            // Debian builds neither xenstored to tell systemd that it is ready: it is asked.
            .set("Type", "exec"),
            // Xen up to 4.16 keeps its files below this one; /run is empty after a boot, as the store has to be.
            .environment("XENSTORED_ROOTDIR", "/run/xenstored"),
        ] + environment + runtimeDirectory + logDirectory
            + start(
                (store.choices.first ?? store.type).program,
                (arguments.map(UnitWord.argument) + ["$XENSTORED_ARGS"]).joined(separator: " "),
                else: store.choices.dropFirst().first?.program)
            + [
                .set("ExecStartPost", "\(reeve) toolstack await xenstored"),
                // What it knows is lost with it: no guest could be managed after a restart.
                .set("Restart", "no"), .set("OOMScoreAdjust", "\(wanted.oomScore)"), .set("LimitNOFILE", limit),
                .set("TimeoutStartSec", "60"), .set("TimeoutStopSec", "20"),
            ] + confinement
    }

    /// The program that builds the domain is gone when the store answers; the domain has no way to be stopped.
    private static func domainService(_ wanted: StoreSpecification) -> [UnitLine] {
        var arguments = [
            "--kernel", wanted.domain.kernel?.string ?? "", "--memory", "\(wanted.domain.memory.mebibytes)",
        ]
        if let maximum = wanted.domain.maximum { arguments += ["--maxmem", maximum] }
        let options = wanted.options(for: .domain)
        if !options.isEmpty { arguments += ["--param", options.joined(separator: " ")] }
        return [.set("Type", "oneshot"), .set("RemainAfterExit", "yes")] + environment + runtimeDirectory
            + logDirectory
            + start(
                StoreType.domain.program,
                (arguments.map(UnitWord.argument) + ["$XENSTORE_DOMAIN_ARGS"]).joined(separator: " "))
            + [.set("TimeoutStartSec", "60")] + confinement
    }
}
