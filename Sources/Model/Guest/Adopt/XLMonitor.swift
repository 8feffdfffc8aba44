/// The command line of an xl that stays with a domain: it watches it, and makes it again when it reboots.
///
/// Source: Xen tools/xl/xl_vmcontrol.c, `main_create`, `main_restore`; xl_migrate.c, `main_migrate_receive`.
package struct XLMonitor: Sendable, Equatable {
    package enum Verb: String, Sendable, CaseIterable {
        case create, restore
        case migrateReceive = "migrate-receive"
    }

    package var verb: Verb
    /// Whether it stays where it was started, and writes no log.
    package var isForeground: Bool
    /// The xl.cfg(5) file that it was given.
    package var file: String?
    /// The name that an assignment on the command line gives.
    package var name: String?

    /// `nil` for an xl that does something else, or does not stay; `arguments` begin with the program.
    package init?(arguments: [String]) {
        var rest = arguments.dropFirst()
        // xl's own options come before the verb: -v, -f, -N, -T, -t.
        while let first = rest.first, first.hasPrefix("-") { rest = rest.dropFirst() }
        guard let verb = rest.popFirst().flatMap(Verb.init(rawValue:)) else { return nil }
        self.verb = verb
        isForeground = false
        var words: [String] = []
        while let word = rest.popFirst() {
            if word == "--dryrun" { return nil }
            if let value = word.value(of: "--defconfig") {
                file = value
                continue
            }
            guard word.hasPrefix("-"), !word.hasPrefix("--"), word.count > 1 else {
                if !word.hasPrefix("--") { words.append(word) }
                continue
            }
            for (index, letter) in word.enumerated().dropFirst() {
                if letter == "e" || letter == "n" && verb == .create { return nil }
                if letter == "F" { isForeground = true }
                guard letter == "f", verb == .create else { continue }
                let value = String(word.dropFirst(index + 1))
                file = value.isEmpty ? rest.popFirst() : value
                break
            }
        }
        if verb == .create { file = file ?? words.first { !$0.contains("=") } }
        name =
            words.lazy.compactMap { word -> String? in
                let halves = word.split(separator: "=", maxSplits: 1).map { $0.filter { !" \"'".contains($0) } }
                return halves.count == 2 && halves[0] == "name" ? halves[1] : nil
            }.first
    }

    /// The domain by whose name the log of one in the background is called (xl_utils.c, `do_daemonize`).
    ///
    /// libxl gives the log of an earlier one a number at its end (libxl_utils.c, `libxl_create_logfile`).
    package static func domain(ofLog path: String) -> String? {
        let path = path.hasSuffix(" (deleted)") ? path.dropLast(" (deleted)".count) : path[...]
        guard path.hasPrefix("/var/log/xen/xl-"), path.hasSuffix(".log") else { return nil }
        let name = path.dropFirst("/var/log/xen/xl-".count).dropLast(".log".count)
        return name.isEmpty ? nil : String(name)
    }

    /// The domain that a process wrote last to wait for (xl_vmcontrol.c, `create_domain`).
    package static func domid(inLog log: some StringProtocol, pid: Int32) -> Int? {
        log.split(separator: "\n").lazy.reversed().compactMap { line -> Int? in
            guard line.hasPrefix("Waiting for domain "), line.hasSuffix(" to die [pid \(pid)]"),
                let start = line.range(ofLast: "(domid ")
            else { return nil }
            return Int(line[start...].prefix { $0 != ")" })
        }.first
    }
}

extension StringProtocol {
    /// Where the text after the last occurrence of another begins.
    fileprivate func range(ofLast text: String) -> Index? {
        var place = endIndex
        while place > startIndex {
            place = index(before: place)
            if self[place...].hasPrefix(text) { return index(place, offsetBy: text.count) }
        }
        return nil
    }
}

extension String {
    /// What stands after `--option=`.
    fileprivate func value(of option: String) -> String? {
        hasPrefix(option + "=") ? String(dropFirst(option.count + 1)) : nil
    }
}
