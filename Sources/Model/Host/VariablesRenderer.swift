import Formats

/// Renders host.conf into the variables of upstream's xencommons, where that file and what reads it are in use: on hosts
/// with upstream's units, whose launch-xenstore and init scripts can still be run by hand.
///
/// Source: Xen tools/hotplug/Linux/init.d/sysconfig.xencommons.in; the form is one that sh and systemd's
/// `EnvironmentFile=` read alike.
enum VariablesRenderer {
    /// A variable as host.conf has it.
    private struct Value {
        let variable: String
        let value: String
        /// Whether host.conf says it, and not only a default.
        let isWritten: Bool
    }

    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        guard !facts.toolstacks.isEmpty else { return Rendering() }
        let files = facts.daemons.variables
        let values = values(host, facts)
        var rendering = Rendering(notes: files.compactMap { withoutEffect($0, values) })
        guard facts.units.contains(Daemon.store.unitName),
            let file = files.first(where: { $0.path.name == XenVariable.File.xencommons.rawValue })
        else { return rendering }
        let kept = OwnedTail.kept(file.content)
        let admin = ShellAssignments(parsing: SourceText(name: file.path.string, bytes: kept))
        let standard = Dictionary(
            XenVariable.all(in: .xencommons).map { ($0.name, $0.standard) }, uniquingKeysWith: { first, _ in first })
        let wanted = values.filter {
            $0.isWritten && (admin.value(of: $0.variable)?.text ?? standard[$0.variable] ?? nil) != $0.value
        }
        guard !wanted.isEmpty else { return rendering }
        let lines = wanted.map { "\($0.variable)=\(ShellAssignments.quoted($0.value))" }
        rendering.tree[file.path] = DesiredNode(
            .file(content: OwnedTail.joined(kept, lines), mode: 0o644),
            why: "what else reads it finds what host.conf says: \(wanted.map(\.variable).joined(separator: ", "))")
        return rendering
    }

    private static func values(_ host: HostSpecification, _ facts: Facts) -> [Value] {
        let standard = HostSpecification()
        var values = [
            Value(
                variable: "XENCONSOLED_TRACE", value: host.console.log.rawValue,
                isWritten: host.console.log != standard.console.log),
            Value(
                variable: "XENCONSOLED_LOG_DIR", value: host.console.directory.string,
                isWritten: host.console.directory != standard.console.directory),
        ]
        values += storeValues(host.store, facts)
        if let program = host.qemu.program {
            values.append(Value(variable: "QEMU_XEN", value: program.string, isWritten: true))
        }
        if let timeout = host.watchdog {
            values.append(
                Value(
                    variable: "XENWATCHDOGD_ARGS", value: "\(timeout.wholeSeconds) \(timeout.wholeSeconds / 2)",
                    isWritten: timeout != .seconds(30)))
        }
        return values
    }

    private static func storeValues(_ store: StoreSpecification, _ facts: Facts) -> [Value] {
        let (type, standard) = (store.type, StoreSpecification())
        var values = [
            Value(variable: "XENSTORETYPE", value: type == .domain ? "domain" : "daemon", isWritten: type != nil)
        ]
        if type == .domain {
            let domain = store.domain
            let words = [
                ("XENSTORE_DOMAIN_KERNEL", domain.kernel?.string),
                ("XENSTORE_DOMAIN_SIZE", "\(domain.memory.mebibytes)"), ("XENSTORE_MAX_DOMAIN_SIZE", domain.maximum),
            ]
            return values
                + words.compactMap { name, word in
                    word.map { Value(variable: name, value: $0, isWritten: true) }
                }
        }
        let programs = facts.toolstacks.lazy.compactMap { stack in type.flatMap { stack.programs[$0.program] } }
        // A wrapper of that name finds the program of the running hypervisor, and is as good.
        if let program = programs.first, facts.chosenStore != type?.program {
            values.append(Value(variable: "XENSTORED", value: program.string, isWritten: true))
        }
        let limit: String =
            switch store.openFiles {
            case .unlimited: "unlimited"
            case .limit(let count): "\(count)"
            }
        values.append(
            Value(variable: "XENSTORED_MAX_OPEN_FDS", value: limit, isWritten: store.openFiles != standard.openFiles))
        values.append(
            Value(
                variable: "XENSTORED_OOM_MEM_THRESHOLD", value: "\(-store.oomScore / 10)",
                isWritten: store.oomScore != standard.oomScore))
        if store.settings.contains(where: { $0.key == "store.trace.file" }) {
            values.append(Value(variable: "XENSTORED_TRACE", value: "yes", isWritten: true))
        }
        return values
    }

    /// Names what the admin's variables said to scripts that do not run any more; `nil` when all that is set counts, or
    /// is the default anyway.
    private static func withoutEffect(_ file: Facts.TextFile, _ values: [Value]) -> String? {
        guard let kind = XenVariable.File(rawValue: file.path.name) else { return nil }
        let known = XenVariable.all(in: kind)
        let assignments = ShellAssignments(
            parsing: SourceText(name: file.path.string, bytes: OwnedTail.kept(file.content)))
        var said: [String] = []
        for variable in known where !isRead(variable.name) {
            guard let value = assignments.value(of: variable.name)?.text, !value.isEmpty, value != variable.standard,
                !values.contains(where: { $0.variable == variable.name && $0.value == value })
            else { continue }
            let successor = kind == .xendomains ? nil : successors[variable.name]
            said.append("\(variable.name)=\(value)" + (successor.map { " (here: \($0))" } ?? ""))
        }
        guard !said.isEmpty else { return nil }
        let instead =
            kind == .xendomains
            ? "guests start and stop as reeve.start.auto, reeve.stop.action, stop.action and stop.timeout say"
            : "the units of Reeve do not read it"
        return "\(file.path) sets what has no effect any more: \(said.joined(separator: ", ")); \(instead)"
    }

    /// Variables that Reeve's units read, or that decide which store they start.
    private static func isRead(_ name: String) -> Bool {
        [
            "XENSTORED", "XENSTORED_ARGS", "XENCONSOLED_ARGS", "XEN_DOM0_UUID", "XENSTORE_DOMAIN_ARGS",
        ].contains(name)
    }

    /// The key of host.conf for each variable.
    private static let successors = [
        "XENCONSOLED_TRACE": "console.log", "XENCONSOLED_LOG_DIR": "console.directory", "XENSTORETYPE": "store.type",
        "XENSTORED_TRACE": "store.trace.file", "XENSTORED_MAX_OPEN_FDS": "store.open_files",
        "XENSTORED_OOM_MEM_THRESHOLD": "store.oom_score", "XENSTORE_DOMAIN_KERNEL": "store.domain.kernel",
        "XENSTORE_DOMAIN_SIZE": "store.domain.memory", "XENSTORE_MAX_DOMAIN_SIZE": "store.domain.memory_max",
        "QEMU_XEN": "qemu.program", "XENWATCHDOGD_ARGS": "watchdog.timeout",
    ]
}
