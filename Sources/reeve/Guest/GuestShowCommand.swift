import ArgumentParser
import Dom0
import Formats
import Model

struct GuestShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one guest: its state, its devices' real states, and what its unit said last.")

    @OptionGroup var arguments: GuestArguments

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print the file that xl would be given, and nothing else: with it, \"xl create\" does without Reeve.")
    var xl = false

    func run() async throws {
        let context = arguments.context
        let loaded = try context.directory.load(arguments.name)
        let guest = loaded.specification
        if xl { return try printRecipe(try context.load(arguments.name), context) }
        let survey = context.survey()
        let result = await survey.take([guest.name])
        guard let status = result.guests.first else { return }
        var problems = result.problems
        var devices: [DeviceReport] = []
        if let domid = status.domid {
            do { devices = try survey.devices(of: domid) } catch { problems.append("\(error)") }
        }
        let uuid = context.host.root.line("/etc/machine-id").map { guest.uuid(host: $0) }
        // try?: the survey has named a record that cannot be read.
        let order = try? GuestStore(root: context.host.root).record(of: guest.name)?.order
        let next = order?.words(in: context.host.root.bootID)
        let journal = await UnitJournal(runner: context.host.runner).lastRun(of: guest.name, lines: 10)
        if json {
            print(
                try GuestShowOutput(
                    guest: status, uuid: uuid, file: guest.file, nextStart: next, devices: devices, journal: journal,
                    problems: problems
                ).json())
            return
        }
        problems.forEach(Terminal.complain)
        for diagnostic in loaded.diagnostics {
            Terminal.complain(diagnostic.rendered(source: loaded.documents[diagnostic.file]?.source))
        }
        for (label, value) in Self.lines(status, guest: guest, uuid: uuid, next: next) where !value.isEmpty {
            print(label + String(repeating: " ", count: 10 - label.count) + value)
        }
        for device in devices { print("  \(device.isFine ? "+" : "!") \(device.name): \(device.state)") }
        guard !journal.isEmpty else { return }
        print("\nlast said by its unit:")
        for line in journal { print("  " + line) }
    }

    private func printRecipe(_ guest: GuestSpecification, _ context: GuestContext) throws {
        guard let identity = context.host.root.line("/etc/machine-id") else { throw GuestError.noMachineID }
        print(String(decoding: try GuestRecipe(of: guest, host: identity).text(), as: UTF8.self), terminator: "")
    }

    private static func words(_ install: InstallReport) -> String {
        let detail = install.detail.map { ": \($0)" } ?? ""
        let since = install.at.map { " (\(Timestamp.exact($0)))" } ?? ""
        return install.phase.rawValue + detail + since
    }

    private static func lines(
        _ status: GuestStatus, guest: GuestSpecification, uuid: GuestUUID?, next: String?
    ) -> [(String, String)] {
        [
            ("guest", guest.name.text),
            ("state", status.standing.rawValue + (status.remark.isEmpty ? "" : ": \(status.remark)")),
            ("install", status.install.map(Self.words) ?? ""),
            ("saved", status.saved.map { "\($0.size >> 20) MiB of memory (\(Timestamp.exact($0.at)))" } ?? ""),
            ("migrated", status.migration.map { "\($0.host) (\(Timestamp.exact($0.at)))" } ?? ""),
            ("next", next.map { "the next start \($0)" } ?? ""),
            ("since", status.since.map(Timestamp.exact) ?? ""),
            ("domain", status.domid.map { "\($0), \(status.memory ?? 0) MiB" } ?? ""),
            ("uuid", uuid?.text ?? ""),
            ("ended", status.ending.map { "\($0.sentence) (\(Timestamp.exact($0.at)))" } ?? ""),
            ("file", guest.file),
            ("unit", guest.name.unit + (guest.start.auto ? ", starts with the host" : "")),
            ("after", (guest.start.after + guest.start.requires).map(\.unit).joined(separator: ", ")),
            (
                "ready",
                guest.ready.condition == .devices ? "when its devices are connected" : "on \(guest.ready.description)"
            ),
            (
                "stop",
                "\(guest.stop.action.rawValue)\(guest.stop.to.map { " to \($0)" } ?? "") within \(guest.stop.timeout.words)"
            ),
            ("restart", guest.restart.mode.rawValue),
        ]
    }
}

/// The JSON of `guest show`.
private struct GuestShowOutput: Encodable {
    var version = 1
    var guest: GuestStatus
    var uuid: GuestUUID?
    var file: String
    var nextStart: String?
    var devices: [DeviceReport]
    var journal: [String]
    var problems: [String]
}
