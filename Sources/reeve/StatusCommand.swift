import ArgumentParser
import Dom0
import Formats
import Model

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how the host and its guests are.")

    @Option(help: "The directory of the configuration.")
    var config = "/etc/reeve"

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let context = GuestContext(configuration: config)
        let reader = ToolstackReader(root: context.host.root)
        let running = reader.running()
        let result = await context.survey().take()
        // systemctl exits with 1 when the state is not "running"; its word is what counts.
        let system = try? await context.host.runner.run(
            Command("systemctl", "is-system-running"), timeout: .seconds(10))
        let state = system.map { String(decoding: $0.output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) }
        let host = HostOutput(
            name: context.host.root.line("/proc/sys/kernel/hostname") ?? "localhost",
            xen: running.map { "\($0.version)\($0.extra)" }, dom0Memory: result.dom0?.memory, system: state)
        if json {
            print(
                try JSONOutput.text(
                    StatusOutput(
                        host: host, guests: result.guests,
                        otherDomains: result.foreign.map { .init(name: $0.name, domid: $0.domid) },
                        problems: result.problems)))
            return
        }
        result.problems.forEach(Console.error)
        print(host.line)
        let others = result.foreign.map { "\($0.name)  domain \($0.domid), not kept by Reeve" }
        let lines = result.guests.map(line) + others
        for (index, line) in lines.enumerated() {
            print((index == lines.count - 1 ? "└─ " : "├─ ") + line)
        }
    }

    private func line(_ guest: GuestStatus) -> String {
        let color =
            switch guest.standing {
            case .running: "32"
            case .failed, .unattended, .preserved: "31"
            case .starting, .stopping, .waiting, .restarting, .paused: "33"
            case .off, .unknown: "2"
            }
        let word = guest.standing.rawValue
        let shown = Console.hasColor ? "\u{1B}[\(color)m\(word)\u{1B}[0m" : word
        let facts = [
            guest.domid.map { "domain \($0)" }, guest.memory.map { "\($0) MiB" },
            guest.since.map { "since \(Moment.text($0))" }, guest.remark.isEmpty ? nil : guest.remark,
        ]
        return "\(guest.name)  \(shown)  " + facts.compactMap { $0 }.joined(separator: ", ")
    }
}

/// The host's line, and the host in JSON.
private struct HostOutput: Encodable {
    var name: String
    var xen: String?
    /// In MiB.
    var dom0Memory: Int?
    var system: String?

    var line: String {
        let facts = [
            xen.map { "Xen \($0)" } ?? "no Xen", dom0Memory.map { "dom0 \($0) MiB" }, system.map { "system \($0)" },
        ]
        return "\(name): " + facts.compactMap { $0 }.joined(separator: ", ")
    }
}

/// The JSON of `status`.
private struct StatusOutput: Encodable {
    struct Other: Encodable {
        var name: String
        var domid: Int
    }

    var version = 1
    var host: HostOutput
    var guests: [GuestStatus]
    var otherDomains: [Other]
    var problems: [String]
}
