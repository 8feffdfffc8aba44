import Formats
import Model
import Testing

/// What host.conf can say of the store, put before the two xenstoreds of the machine.
@Suite struct `store keys before a real xenstored` {
    /// Values of a key that are right, among them the first and the last that are.
    private static func values(_ key: HostKey) -> [String] {
        switch key.kind {
        case .count(let range): [range.lowerBound, range.upperBound].map { "\"\($0)\"" }
        case .countOr(let range, let word): ["\"\(word)\"", "\(range.lowerBound)", "\(range.upperBound)"]
        case .number(let range): ["\"0.05\"", "\"\(range.lowerBound)\"", "\"\(range.upperBound)\"", "7"]
        case .flag: ["0", "1"]
        case .choice(let words): words.map { "\"\($0)\"" }
        case .path: ["\"/run/a b=c#d\""]
        case .form:
            ["\"/var/log/x\""]
                + [
                    "auth", "authpriv", "cron", "daemon", "ftp", "kern", "local0", "local1", "local2", "local3",
                    "local4", "local5", "local6", "local7", "lpr", "mail", "news", "syslog", "user", "uucp",
                ].map { "\"syslog:\($0)\"" }
        case .duration(let range): ["\(range.lowerBound)", "\(range.upperBound)"]
        case .strings: ["[\"+io\", \"-obj\"]"]
        case .memory, .size: ["\"8M\""]
        case .xen, .list, .text: []
        }
    }

    /// Files that together have every value of every key that fits; one alone has each key once.
    private static func files(_ type: StoreType, _ fits: (HostKey) -> Bool) -> [String] {
        let keys = HostKey.all.filter { $0.store?.readers.contains(type) == true && fits($0) }
        let rounds = keys.map { values($0).count }.max() ?? 0
        return (0..<rounds).map { round in
            (["store.type = \"\(type.rawValue)\""]
                + keys.map { "\($0.name) = \(values($0)[round % values($0).count])" }).joined(separator: "\n") + "\n"
        }
    }

    private static let facts = Facts(
        toolstacks: [Toolstack(version: XenVersion(4, 17), directories: [], programs: [:])])

    private static func tree(_ file: String) throws -> DesiredTree {
        let document = XLDocument(parsing: SourceText(name: "host.conf", text: file))
        let (host, diagnostics) = HostSpecification.decode(
            file: "host.conf", settings: document.settings)
        try #require(diagnostics.filter { $0.severity == .error } == [])
        return Specification(host: host).rendered(for: facts).tree
    }

    private static func text(_ tree: DesiredTree, _ path: HostPath) throws -> String {
        guard case .file(let content, _)? = tree[path]?.node else { throw Missing(path: path) }
        return String(decoding: content, as: UTF8.self)
    }

    private struct Missing: Error { var path: HostPath }

    @Test func `oxenstored takes every key at every kind of value`() async throws {
        let files = Self.files(.ocaml) { _ in true }
        #expect(files.count == 21)
        var seen: Set<String> = []
        for file in files {
            let text = try Self.text(try Self.tree(file), "/etc/xen/oxenstored.conf")
            var diagnostics: [Diagnostic] = []
            let conf = OxenstoredConf(
                parsing: SourceText(name: "oxenstored.conf", text: text), diagnostics: &diagnostics)
            #expect(diagnostics == [])
            #expect(try await RealStore.check(conf) == "", "\(text)")
            for case .setting(let key, _) in conf.lines { seen.insert(key) }
        }
        #expect(seen == Set(OxenstoredSchema.keys.map(\.name)))
    }

    @Test func `the xenstored in C takes every option at every kind of value`() async throws {
        for file in Self.files(.c, { $0.since <= XenVersion(4, 17) }) {
            let unit = UnitFile(
                parsing: SourceText(
                    name: "", text: try Self.text(try Self.tree(file), "/etc/systemd/system/xenstored.service")))
            let start = try #require(unit.value(of: "ExecStart", in: "Service"))
            let words = try #require(UnitWord.split(start))
            #expect(words.prefix(4) == ["/usr/bin/reeve", "toolstack", "exec", "xenstored"])
            #expect(words.last == "$XENSTORED_ARGS")
            #expect(try await RealStore.complaints(about: Array(words.dropFirst(4).dropLast())) == "", "\(start)")
        }
        #expect(try await RealStore.complaints(about: ["--watch-mb=1"]).contains("unrecognized option"))
    }
}
