import Formats

/// Renders the `xl.*` keys of host.conf into xl.conf, which stays the admin's own file: every other byte is kept.
enum XLConfigurationRenderer {
    static let path: HostPath = "/etc/xen/xl.conf"

    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        var wanted = host.xl.map { ($0.key, $0.value.value) }
        var reasons = host.xl.map { "xl.\($0.key)" }
        var notes: [String] = []
        let isFixed = CommandLineRenderer.memoryIsFixed(host, facts)
        if !wanted.contains(where: { $0.0 == "autoballoon" }) {
            if isFixed {
                wanted.append(("autoballoon", .string("off")))
                reasons.append("autoballoon off because dom0's memory is fixed, so that guests start side by side")
            } else {
                notes.append(
                    "dom0's memory is not fixed: xl takes memory from dom0 for each guest, and guests start one after the other; dom0.memory = \"2G\" would change that"
                )
            }
        } else if isFixed,
            wanted.contains(where: { $0.0 == "autoballoon" && ($0.1 == .string("on") || $0.1 == .string("1")) })
        {
            notes.append(
                "xl.autoballoon is on although dom0's memory is fixed: guests start one after the other")
        }
        guard !wanted.isEmpty else { return Rendering(notes: notes) }
        let file = facts.xlConfiguration
        var document = XLDocument(
            parsing: SourceText(name: (file?.path ?? path).string, bytes: file?.content ?? Array(heading.utf8)))
        guard !document.hasErrors else {
            notes.append(
                "\(path) has errors, so that xl reads none of it; mend it, then apply again (reeve check \(path))")
            return Rendering(notes: notes)
        }
        for (key, value) in wanted {
            do {
                try document.set(key, to: value)
            } catch {
                notes.append("\(key) cannot be written to \(path): \(error)")
            }
        }
        return Rendering(
            tree: [
                file?.path ?? path: DesiredNode(
                    .file(content: document.bytes, mode: 0o644), why: reasons.joined(separator: ", "))
            ], notes: notes)
    }

    private static let heading = "# xl.conf(5); the keys that host.conf sets are written by reeve apply.\n"
}
