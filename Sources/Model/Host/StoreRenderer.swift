import Formats

/// Renders oxenstored.conf, and tells what no file can of the store.
enum StoreRenderer {
    static let path: HostPath = "/etc/xen/oxenstored.conf"

    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        guard !facts.toolstacks.isEmpty else { return Rendering() }
        let program = StoreProgram(host, facts)
        var rendering = Rendering(notes: notes(host, program, facts))
        if program.type == .ocaml {
            let part = configuration(host.store, facts.daemons.oxenstored)
            rendering.tree = part.tree
            rendering.notes += part.notes
        }
        return rendering
    }

    /// The admin's file with the settings of host.conf after it: for oxenstored the last of a key counts.
    private static func configuration(_ store: StoreSpecification, _ file: Facts.TextFile?) -> Rendering {
        let kept = OwnedTail.kept(file?.content ?? [])
        let admin = OxenstoredConf(parsing: SourceText(name: path.string, bytes: kept))
        var settings = store.ocaml
        let written = settings.map(\.key)
        var reasons = store.settings.filter { $0.option.ocaml != nil }.map(\.key)
        // Without these oxenstored finds no ring of dom0, and starts all the same.
        let ring = [(OxenstoredKey.xenstoredKVA, "/proc/xen/xsd_kva"), (.xenstoredPort, "/proc/xen/xsd_port")]
            .filter { key, _ in admin[key].isEmpty && !written.contains(key.name) }
        if !ring.isEmpty {
            settings += ring.map { ($0.name, $1) }
            reasons.append(
                "\(ring.map(\.0.name).joined(separator: " and ")), without which oxenstored does not find dom0")
        }
        guard !settings.isEmpty else { return Rendering(notes: complaints(kept)) }
        let content = OwnedTail.joined(kept, settings.map { "\($0.key) = \($0.value)" })
        return Rendering(
            tree: [
                file?.path ?? path: DesiredNode(
                    .file(content: content, mode: 0o644), why: reasons.joined(separator: ", "))
            ], notes: complaints(content))
    }

    /// What oxenstored would pass over without stopping, of all that the file has in the end.
    private static func complaints(_ content: [UInt8]) -> [String] {
        var diagnostics: [Diagnostic] = []
        let source = SourceText(name: path.string, bytes: content)
        _ = OxenstoredConf(parsing: source, diagnostics: &diagnostics)
        return diagnostics.map { diagnostic in
            let line = diagnostic.span.map { span in ":\(content[..<span.lowerBound].count { $0 == 0x0A } + 1)" } ?? ""
            return "\(path)\(line): \(diagnostic.message)" + (diagnostic.hint.map { "; \($0)" } ?? "")
        }
    }

    private static func notes(_ host: HostSpecification, _ program: StoreProgram, _ facts: Facts) -> [String] {
        var notes: [String] = []
        if let running = facts.daemons.runningStore, running != program.type {
            notes.append(
                "\(running.words) runs, and \(program.type.words) takes its place at the next boot: what the store knows of the guests that run ends with it"
            )
        }
        if program.type == .ocaml, let version = facts.toolstacks.compactMap(\.version).max(),
            version >= StoreType.deprecation
        {
            notes.append(
                "the xenstored in OCaml is deprecated since Xen \(StoreType.deprecation) and leaves Xen's tree; store.type = \"c\" takes the other at the next boot"
            )
        }
        if host.store.type == nil {
            for setting in host.store.settings where setting.isWritten && !setting.option.readers.contains(program.type)
            {
                notes.append("\(setting.key) does nothing: \(program.type.words) is the store of this host")
            }
        }
        if program.type == .domain, let kernel = host.store.domain.kernel, facts.daemons.missing.contains(kernel) {
            notes.append("store.domain.kernel: there is no \(kernel), and without it the host has no store")
        }
        return notes
    }
}

extension StoreType {
    /// The release that calls oxenstored deprecated.
    ///
    /// Source: Xen CHANGELOG.md, 4.21.
    static let deprecation = XenVersion(4, 21)
}
