import ArgumentParser
import Dom0
import Formats
import Model

struct ToolstackListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the toolstacks; a star marks the one that is used.",
        discussion: """
            Each is shown with its Xen version, as its own files tell it, and whether it fits the hypervisor that runs. \
            The one that is used is tried with "xl info".
            """)

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let host = options.host()
        let reader = ToolstackReader(root: host.root)
        let (running, stacks) = (reader.running(), reader.installed())
        var refusal: String?
        // Another root's programs are not for this machine's hypervisor.
        if options.root == "/", running != nil, let choice = try? reader.choose("xl"),
            case .refused(let reason) = await ToolstackProbe.ask(choice, runner: host.runner)
        {
            refusal = reason
        }
        let report = ToolstackReport(stacks, running: running, refusal: refusal)
        guard !json else { return print(try report.json()) }
        guard !stacks.isEmpty else { throw ToolstackError.noToolstack(running: running?.version) }
        report.lines.forEach { print($0) }
    }
}

/// What `toolstack list` says.
struct ToolstackReport: Encodable {
    struct Running: Encodable {
        let version: String
        let extra: String
    }

    struct Item: Encodable {
        let version: String?
        /// Where the copy stands.
        let kept: HostPath?
        let directories: [HostPath]
        let programs: [String: HostPath]
        /// The Xen that its QEMU was built for.
        let qemu: String?
        let fits: Bool
        let used: Bool
        let reason: String
    }

    let version = 1
    let running: Running?
    let toolstacks: [Item]
    /// Why `xl info` did not answer; not there when it did, or was not asked.
    let refusal: String?
    let advice: [String]

    init(_ stacks: [Toolstack], running: RunningHypervisor?, refusal: String? = nil) {
        self.running = running.map { Running(version: "\($0.version)", extra: $0.extra) }
        self.refusal = refusal
        let best = running == nil ? nil : ToolstackChoice.best(of: stacks, running: running)
        toolstacks = stacks.map { stack in
            let fit = ToolstackFit(stack, running: running)
            return Item(
                version: stack.version?.description, kept: stack.kept, directories: stack.directories,
                programs: stack.programs, qemu: stack.qemuVersion?.description, fits: fit.fits, used: stack == best,
                reason: fit.reason)
        }
        advice = ToolstackAdvice.sentences(stacks, running: running)
    }

    var lines: [String] {
        let rows = toolstacks.map { item in
            [
                item.used ? "*" : " ", item.version ?? "unversioned",
                item.kept.map { "kept in \($0)" } ?? item.directories.first?.string ?? "",
                item.qemu.map { "QEMU of Xen \($0)" } ?? "", item.reason,
            ]
        }
        let last = running.map { "Xen \($0.version)\($0.extra) runs" } ?? "Xen does not run"
        return TextTable(rows: rows).lines + [last] + (refusal.map { ["but does not answer: \($0)"] } ?? []) + advice
    }
}
