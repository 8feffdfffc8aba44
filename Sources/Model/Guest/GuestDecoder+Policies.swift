import Formats

extension GuestDecoder {
    mutating func start(of name: GuestName) -> GuestSpecification.Start {
        GuestSpecification.Start(
            auto: flag("reeve.start.auto") ?? false,
            after: dependencies("reeve.start.after", of: name),
            requires: dependencies("reeve.start.requires", of: name))
    }

    mutating func readiness() -> GuestReadiness {
        var ready = GuestReadiness()
        var written: [String] = []
        if let text = text("reeve.ready.console") {
            written.append("reeve.ready.console")
            ready.condition = .console(text)
            if text.isEmpty, let entry = entry("reeve.ready.console") { report(entry, "an empty text is always there") }
        }
        if let text = text("reeve.ready.tcp"), let entry = entry("reeve.ready.tcp") {
            written.append("reeve.ready.tcp")
            if let address = Self.address(text) {
                ready.condition = .tcp(host: address.host, port: address.port)
            } else {
                report(entry, "\"\(text)\" is not HOST:PORT", hint: "as in \"192.0.2.7:22\" or \"[2001:db8::7]:22\"")
            }
        }
        if let text = text("reeve.ready.xenstore"), let entry = entry("reeve.ready.xenstore") {
            written.append("reeve.ready.xenstore")
            if Self.isRelativeStorePath(text) {
                ready.condition = .xenstore(text)
            } else {
                report(
                    entry, "\"\(text)\" is not a path below the guest's xenstore directory",
                    hint: "as in \"data/ready\"; it may hold letters, digits, \"-\", \"_\" and \"@\" between slashes")
            }
        }
        if written.count > 1, let entry = entry(written[1]) {
            report(entry, "a guest has one condition to be ready, and \(written[0]) is written too")
        }
        if let timeout = duration("reeve.ready.timeout") {
            ready.timeout = timeout
            if timeout < .seconds(1), let entry = entry("reeve.ready.timeout") {
                report(entry, "a guest needs at least a second to become ready")
            }
        }
        return ready
    }

    mutating func stop(_ fallback: GuestStop) -> GuestStop {
        var stop = GuestStop(
            choice("reeve.stop.action") ?? fallback.action, timeout: duration("reeve.stop.timeout") ?? fallback.timeout)
        if let text = text("reeve.stop.to"), let entry = entry("reeve.stop.to") {
            stop.to = MigrationHost(text)
            if stop.to == nil {
                report(entry, "\"\(text)\" is not a host as ssh takes it", hint: "as in \"xen2\" or \"root@192.0.2.7\"")
            } else if stop.action != .migrate {
                report(entry, "it is for reeve.stop.action = \"migrate\" alone", as: .warning)
            }
        } else if stop.action == .migrate, let entry = entry("reeve.stop.action") {
            report(entry, "where the guest is to go is not written", hint: "as in reeve.stop.to = \"xen2\"")
        }
        if stop.action == .save { checkSaving() }
        return stop
    }

    private mutating func checkSaving() {
        for setting in file.settings where SavedImage.unsavedKeys.contains(setting.key) {
            if case .list(let items) = setting.value.content, items.isEmpty { continue }
            report(
                Entry(file: file.name, setting: setting),
                "what the guest has of this host cannot be saved with it: it is shut down instead",
                hint: "write reeve.stop.action = \"shutdown\" to say so, or take \(setting.key) out", as: .warning)
        }
    }

    mutating func restart(actions: GuestEndActions) -> GuestRestart {
        let asked: GuestRestart.Mode =
            actions.poweroff.restarts ? .always : actions.crash.restarts || actions.watchdog.restarts ? .onCrash : .no
        return GuestRestart(
            choice("reeve.restart") ?? asked, limit: count("reeve.restart.limit") ?? 5,
            interval: duration("reeve.restart.interval") ?? .seconds(600),
            delay: duration("reeve.restart.delay") ?? .seconds(5))
    }

    /// A host's name or address, and a port; an IPv6 address stands in brackets.
    private static func address(_ text: String) -> (host: String, port: UInt16)? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        return host.isEmpty || host.contains(" ") ? nil : (String(host), port)
    }

    /// Source: docs/misc/xenstore.txt, "paths".
    private static func isRelativeStorePath(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 2048
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { byte in
                        switch byte {
                        case 0x30...0x39, 0x40...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                        default: false
                        }
                    }
            }
    }
}

extension GuestDependency {
    /// Reads a guest's name, or a unit's with its suffix; `nil` when it is neither.
    ///
    /// What ends like a unit is a unit: a guest that is named so is meant by its own unit's name.
    package init?(written text: String) {
        if Self.unitSuffixes.contains(where: { text.hasSuffix($0) && text.count > $0.count }) {
            guard text.utf8.count < 256,
                !text.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F || $0 == 0x2F || $0 == 0x25 })
            else { return nil }
            self = .unit(text)
        } else if let name = GuestName(text) {
            self = .guest(name)
        } else {
            return nil
        }
    }

    private static let unitSuffixes = [
        ".service", ".socket", ".target", ".device", ".mount", ".automount", ".swap", ".path", ".timer", ".slice",
        ".scope",
    ]
}
