/// A key of `/etc/reeve/host.conf`: the one table that decodes, suggests and documents them.
///
/// The keys of xl.conf(5) stand beside these with `xl.` before them; their table is that of xl.conf itself.
package struct HostKey: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// `atLeast` is the least that `check` accepts.
        case memory(atLeast: Bytes)
        case count(ClosedRange<Int>)
        case flag
        case duration(ClosedRange<Int>)
        case choice([String])
        case path
        case strings

        /// What to write, for the manual and for hints.
        package var words: String {
            switch self {
            case .memory: "memory size, as \"2G\", \"512M\" or a number of MiB"
            case .count(let range): "number from \(range.lowerBound) to \(range.upperBound)"
            case .flag: "0 or 1"
            case .duration(let range):
                "seconds, or a string as \"90s\" or \"5min\"; from \(range.lowerBound) to \(range.upperBound) s"
            case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: ", ")
            case .path: "absolute path"
            case .strings: "list of strings"
            }
        }
    }

    package let name: String
    package let kind: Kind
    /// The value when the key is not written, as a person would write it or in words.
    package let fallback: String
    /// What it does: for the manual, one or two sentences.
    package let documentation: String
    /// The file that it ends up in.
    package let renders: String

    /// The least memory that dom0 can be given: below it, Debian's kernel and initramfs do not boot.
    package static let leastMemory = Bytes.mebibytes(256)

    package static let all: [HostKey] = [
        HostKey(
            "dom0.memory", .memory(atLeast: leastMemory), "Xen's: nearly all memory",
            "Memory for dom0, fixed: Xen keeps the rest for guests. Without it every start of a guest takes memory from dom0, and guests start one after the other.",
            renders: "Xen's command line: dom0_mem=N,max:N"),
        HostKey(
            "dom0.vcpus", .count(1...4096), "as many as the machine has CPUs", "Virtual CPUs of dom0.",
            renders: "Xen's command line: dom0_max_vcpus=N"),
        HostKey(
            "xen.params", .strings, "[]",
            "Further words of Xen's command line, as in \"com1=115200,8n1\". See xen-command-line(7).",
            renders: "Xen's command line"),
        HostKey(
            "store.type", .choice(["c", "ocaml"]),
            "what XENSTORED in /etc/default/xen says, else \"ocaml\" where it is installed, else \"c\"",
            "Which xenstored keeps the Xen store: the one in C, or the one in OCaml. Takes effect at the next boot: a xenstored cannot be replaced while guests run.",
            renders: "xenstored.service"),
        HostKey(
            "console.log", .choice(["none", "guest", "hv", "all"]), "guest",
            "Which consoles xenconsoled writes to files: none, the guests', Xen's own, or both. A guest's reeve.ready.console needs the guests'.",
            renders: "xenconsoled.service"),
        HostKey(
            "console.directory", .path, "/var/log/xen/console", "Where xenconsoled writes them.",
            renders: "xenconsoled.service"),
        HostKey(
            "watchdog.enabled", .flag, "0",
            "Whether Xen reboots the machine when dom0 does not respond.", renders: "xen-watchdog.service"),
        HostKey(
            "watchdog.timeout", .duration(10...3600), "30",
            "How long dom0 may be silent before Xen reboots the machine.",
            renders: "xen-watchdog.service"),
        HostKey(
            "modules", .strings, "[]",
            "Kernel modules to load beside those that Xen's tools need. Names from old lists are replaced by today's.",
            renders: "/etc/modules-load.d/xen.conf"),
        HostKey(
            "start.parallel", .count(1...1000), "4", "How many guests may be built at the same time.",
            renders: "nothing: read when a guest starts"),
        HostKey(
            "stop.action", .choice(["shutdown", "destroy"]), "shutdown",
            "What stopping a guest means, for guests that do not say it themselves.", renders: "the guests' units"),
        HostKey(
            "stop.timeout", .duration(1...86_400), "90",
            "How long a guest may take to shut down before it is destroyed, for guests that do not say it themselves.",
            renders: "the guests' units"),
    ]

    /// What stands before the keys of xl.conf(5).
    package static let xlPrefix = "xl."

    package static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    private init(_ name: String, _ kind: Kind, _ fallback: String, _ documentation: String, renders: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.documentation = documentation
        self.renders = renders
    }
}
