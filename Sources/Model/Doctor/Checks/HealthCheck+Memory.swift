import Formats

extension HealthCheck {
    /// Dom0's memory.
    static let memory = [
        HealthCheck(
            "dom0-memory", "whether dom0's memory has a limit",
            why:
                "xl takes memory from dom0 for each guest, one guest after the other, until dom0 itself has too little"
        ) { facts throws(Hidden) in
            let words = try facts.xenCommandLine.get()
            guard !CommandLineRenderer.memoryIsFixed(facts.specification.host, facts.host),
                !words.contains(where: isLimit)
            else { return [] }
            let written = words.last { $0.hasPrefix("dom0_mem=") }
            return [
                Observation(
                    .warning,
                    seen: written.map { "Xen's command line has \($0), without max:" }
                        ?? "Xen's command line has no dom0_mem",
                    why: written.map { _ in
                        "without max: dom0 may grow to all of the memory, and keeps page tables for it"
                    },
                    remedy:
                        "write dom0.memory = \"2G\" (or what dom0 needs) to /etc/reeve/host.conf, then apply and reboot",
                    command: "reeve apply")
            ]
        },
        HealthCheck(
            "autoballoon", "whether autoballoon of xl.conf(5) fits dom0's memory",
            why: "autoballoon decides whether xl may take memory from dom0 when a guest is built"
        ) { facts throws(Hidden) in
            let isFixed = try facts.xenCommandLine.get().contains(where: isLimit)
            switch (autoballoon(facts.host.xlConfiguration), isFixed) {
            case ("on", true), ("1", true):
                return [
                    Observation(
                        .warning, seen: "autoballoon is on in /etc/xen/xl.conf, and dom0's memory is fixed",
                        why: "guests are built one after the other, and dom0 is made smaller than its dom0_mem",
                        remedy: "set it to \"auto\", which leaves dom0's memory alone when it is fixed",
                        command: "reeve apply")
                ]
            case ("off", false), ("0", false):
                return [
                    Observation(
                        .error, seen: "autoballoon is off in /etc/xen/xl.conf, and dom0 has all of the memory",
                        why: "nobody gives memory back for a guest: none can be built",
                        remedy:
                            "write dom0.memory = \"2G\" (or what dom0 needs) to /etc/reeve/host.conf, then apply and reboot",
                        command: "reeve apply")
                ]
            default: return []
            }
        },
    ]

    /// Source: Xen docs/misc/xen-command-line.pandoc, dom0_mem (x86).
    private static func isLimit(_ word: String) -> Bool { word.hasPrefix("dom0_mem=") && word.contains("max:") }

    /// What is written; `nil` when nothing is, which means `auto`.
    private static func autoballoon(_ file: Facts.TextFile?) -> String? {
        guard let file else { return nil }
        let document = XLDocument(parsing: SourceText(name: file.path.string, bytes: file.content))
        guard case .atom(let value)? = document.settings.last(where: { $0.key == "autoballoon" })?.value.value else {
            return nil
        }
        return String(decoding: value, as: UTF8.self)
    }
}
