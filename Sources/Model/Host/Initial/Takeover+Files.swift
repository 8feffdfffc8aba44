import Formats

extension Takeover {
    // MARK: xl.conf

    /// The keys of xl.conf as `xl.*`; the deprecated ones by the names that took their place.
    mutating func takeXL(_ file: Facts.TextFile) {
        let document = XLDocument(parsing: SourceText(name: file.path.string, bytes: file.content))
        guard !document.hasErrors else {
            return remark("\(file.path) has errors, so that xl reads none of it (reeve check \(file.path))")
        }
        for setting in document.settings where document.setting(setting.key) == setting {
            // What xl does anyway.
            if setting.key == "autoballoon", setting.value.value == .string("auto") { continue }
            take(
                HostKey.xlPrefix + (Self.renamed[setting.key] ?? setting.key), setting.value.value,
                from: "\(file.path) says \(setting.key)")
        }
    }

    /// Source: Xen tools/xl/xl.c, `parse_global_config`.
    private static let renamed = ["vifscript": "vif.default.script", "defaultbridge": "vif.default.bridge"]

    // MARK: oxenstored.conf

    mutating func takeStore(_ file: Facts.TextFile) {
        var diagnostics: [Diagnostic] = []
        let source = SourceText(name: file.path.string, bytes: file.content)
        _ = OxenstoredConf(parsing: source, diagnostics: &diagnostics)
        for diagnostic in diagnostics {
            remark("\(file.path): \(diagnostic.key.map { "\($0): " } ?? "")\(diagnostic.message)")
        }
    }

    // MARK: Variables

    mutating func takeVariables(_ file: Facts.TextFile, _ sources: InitialSources) {
        guard let kind = XenVariable.File(rawValue: file.path.name) else { return }
        var content = file.content
        if content.contains(UInt8(ascii: "\r")) {
            content.removeAll { $0 == UInt8(ascii: "\r") }
            remark(
                "\(file.path) has the line ends of another system (CR LF), which a shell takes for part of the values")
        }
        let source = SourceText(name: file.path.string, bytes: content)
        for diagnostic in XenVariable.diagnose(source, as: kind) { remark("\(file.path): \(diagnostic.message)") }
        let assignments = ShellAssignments(parsing: source)
        for variable in XenVariable.all(in: kind) where variable.hasEffect {
            guard let value = assignments.value(of: variable.name), !value.text.isEmpty, value.text != variable.standard
            else { continue }
            take(variable.name, value, of: file.path, sources)
        }
        if kind == .xendomains { remarkOnSaving(assignments, file.path) }
    }

    private mutating func take(_ name: String, _ value: ShellValue, of path: HostPath, _ sources: InitialSources) {
        let origin = "\(path) says \(name)=\(ShownText.escaped(Array(value.text.utf8)))"
        guard !value.isExpanded else {
            return remark("\(origin), which only a shell can read; it is not taken over")
        }
        switch name {
        case "XENSTORED":
            switch value.text.split(separator: "/").last {
            case "oxenstored": take("store.type", .string("ocaml"), from: origin)
            case "xenstored": take("store.type", .string("c"), from: origin)
            default: remark("\(origin), which is no xenstored that Reeve knows; its own choice is store.type")
            }
        case "XENCONSOLED_TRACE": take("console.log", .string(value.text), from: origin)
        case "XENCONSOLED_LOG_DIR": take("console.directory", .string(value.text), from: origin)
        case "XENDOMAINS_STOP_MAXWAIT": take("stop.timeout", .string(value.text), from: origin)
        case "XENWATCHDOGD_ARGS":
            guard sources.enabled.contains(Daemon.watchdog.unitName),
                let timeout = value.text.split(separator: " ").first
            else { return }
            take("watchdog.timeout", .string(String(timeout)), from: origin)
        case "XENSTORED_ARGS", "XENCONSOLED_ARGS", "XEN_DOM0_UUID", "XENSTORE_DOMAIN_ARGS":
            remark("\(origin), which stays there: Reeve's units read it too")
        case "XENSTORED_TRACE":
            take("store.trace.file", .string("/var/log/xen/xenstored-trace.log"), from: origin)
        case "XENSTORED_MAX_OPEN_FDS": take("store.open_files", .string(value.text), from: origin)
        case "XENSTORED_OOM_MEM_THRESHOLD":
            // Percent; the kernel's score is in thousandths.
            guard let percent = Int(value.text), (0...100).contains(percent) else { return remark(origin) }
            if percent < 100 { take("store.oom_score", .string("\(-10 * percent)"), from: origin) }
        case "XENSTORETYPE": remark("\(origin); here that is store.type = \"domain\" and store.domain.kernel")
        case "XENSTORE_DOMAIN_KERNEL": take("store.domain.kernel", .string(value.text), from: origin)
        case "XENSTORE_DOMAIN_SIZE": take("store.domain.memory", .string(value.text), from: origin)
        case "XENSTORE_MAX_DOMAIN_SIZE": take("store.domain.memory_max", .string(value.text), from: origin)
        case "XENDOMAINS_MIGRATE":
            remark("\(origin): xendomains moved guests away when the host stopped; Reeve shuts them down")
        default: break
        }
    }

    private mutating func remarkOnSaving(_ assignments: ShellAssignments, _ path: HostPath) {
        guard let place = assignments.value(of: "XENDOMAINS_SAVE")?.text, !place.isEmpty else { return }
        remark(
            "\(path) says XENDOMAINS_SAVE=\(place): xendomains saved guests when the host stopped; Reeve shuts them down"
        )
    }

    // MARK: What stays as it is

    mutating func remark(onBridges bridges: [InitialBridge], _ facts: Facts) {
        var makers: [String: [InitialBridge]] = [:]
        for bridge in bridges { makers[bridge.name, default: []].append(bridge) }
        for name in Set(makers.keys).union(facts.bridges).sorted() {
            let made = makers[name] ?? []
            let words = made.map { "\($0.maker.rawValue) (\($0.file))" }.joined(separator: " and ")
            if made.count > 1 {
                remark("bridge \(name) is made by \(words): leave it to one of them")
            } else if made.isEmpty {
                remark("bridge \(name) is there, and no file says who made it")
            } else {
                remark("bridge \(name) stays with \(words)\(facts.bridges.contains(name) ? "" : "; it is not up now")")
            }
        }
    }

    mutating func remark(onOthers sources: InitialSources, _ facts: Facts) {
        for file in sources.saved {
            remark(
                "\(file) is a saved guest, which nothing will restore once Reeve starts the guests: xl restore \(file)")
        }
        for file in sources.libvirt {
            remark(
                "\(file) is a guest of libvirt, and stays one; for a file of its own: virsh domxml-to-native xen-xl \(file)"
            )
        }
        if facts.system.id == "nixos" {
            remark(
                "NixOS makes /etc anew from its configuration: use \"reeve render\" in a build of it, not \"reeve apply\""
            )
        }
    }
}
