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
        var result = await context.survey().take()
        // try?: files that cannot be read are told by the survey and by check.
        let guests = context.directory.names().compactMap { try? context.directory.load($0).specification }
        result.problems += GuestAbility.sentences(guests, stacks: reader.installed(), running: running)
        // systemctl exits with 1 when the state is not "running"; its word is what counts.
        let system = try? await context.host.runner.run(
            Command("systemctl", "is-system-running"), timeout: .seconds(10))
        let state = system.map { String(decoding: $0.output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) }
        // A book that cannot be read is told by the commands that need it.
        let book = try? BookFile(context.host.root).read()
        let host = HostOutput(
            name: context.host.root.line("/proc/sys/kernel/hostname") ?? "localhost",
            xen: running.map { "\($0.version)\($0.extra)" }, dom0Memory: result.dom0?.memory, system: state,
            trial: book?.trial?.entry.description,
            failedTrials: book?.failures.keys.sorted().map(\.description) ?? [])
        if json {
            print(
                try StatusOutput(
                    host: host, guests: result.guests,
                    otherDomains: result.foreign.map { .init(name: $0.name, domid: $0.domid) },
                    problems: result.problems
                ).json())
            return
        }
        result.problems.forEach(Terminal.complain)
        print(host.line)
        print(StatusTree(guests: result.guests, others: result.foreign, paint: Paint(isOn: Terminal.takesColor)).text)
    }
}

/// The host's line, and the host in JSON.
struct HostOutput: Encodable {
    var name: String
    var xen: String?
    /// In MiB.
    var dom0Memory: Int?
    var system: String?
    /// The boot entry that is on trial, or will be at the next boot.
    var trial: String?
    /// The boot entries whose trials have failed.
    var failedTrials: [String]

    var line: String {
        let facts = [
            xen.map { "Xen \($0)" } ?? "no Xen", dom0Memory.map { "dom0 \($0) MiB" }, system.map { "system \($0)" },
            trial.map { "on trial: \($0)" },
            failedTrials.isEmpty ? nil : "failed on trial: \(failedTrials.joined(separator: ", "))",
        ]
        return "\(name): " + facts.compactMap { $0 }.joined(separator: ", ")
    }
}

/// The JSON of `status`.
struct StatusOutput: Encodable {
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
