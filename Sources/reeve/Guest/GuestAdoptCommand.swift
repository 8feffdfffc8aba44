import ArgumentParser
import Dom0
import Glibc
import Model

struct GuestAdoptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Make a guest of a domain that was started by hand, without restarting it.",
        discussion: """
            The guest's file is written from what libxl kept when the domain was made, and proven by xl itself: what xl would \
            make of the file is compared with what the domain has. An xl that still watches the domain is ended, for it would make \
            the domain again at its next reboot, beside the guest's unit. A value of the domain that no key of xl.cfg(5) \
            gives is named by its path, and nothing is done; --leave-out lets it go.
            """)

    @Option(help: "The directory of the configuration.")
    var config = "/etc/reeve"

    @Argument(help: "The domain's name, or its number in \"xl list\".")
    var domain: String

    @Option(
        help: ArgumentHelp(
            "A value that may be lost, by the path that a refusal names; all below it with it.", valueName: "path"))
    var leaveOut: [String] = []

    @Flag(help: "It starts with the host.")
    var autostart = false

    @Flag(help: "Only show what would be done, and the file.")
    var plan = false

    func validate() throws {
        guard !domain.isEmpty else { throw ValidationError("an empty name is no domain's") }
    }

    func run() async throws {
        guard geteuid() == 0 else { throw ContextError.notRoot("adopting a domain") }
        let context = GuestContext(configuration: config)
        let adoption = GuestAdoption(
            machine: try context.machine(), configuration: context.configuration, probe: CrashPoint.probe)
        let decided = try await decide(adoption)
        for note in decided.notes { Terminal.complain("reeve: \(note)") }
        guard !plan else { return show(decided) }
        try await adoption.write(decided)
        print("\(decided.file) is written")
        try await start(decided, context)
        for monitor in decided.monitors { print("pid \(monitor.pid) (\(monitor.command)) is ended, which watched it") }
        print(
            "domain \(decided.domid) was not restarted: it is guest \"\(decided.name)\", and \(decided.name.unit) watches it"
        )
        if !autostart {
            print("with reeve.start.auto = 1 in its file it starts with the host; \"reeve apply\" makes its unit so")
        }
        print(
            "to undo it, stop it once (\"reeve guest stop \(decided.name)\"), and \"reeve guest delete \(decided.name)\"; its disks stay"
        )
    }

    private func decide(_ adoption: GuestAdoption) async throws -> GuestAdoption.Plan {
        do {
            return try await adoption.plan(
                GuestAdoption.Request(domain: domain, leftOut: leaveOut, startsWithHost: autostart))
        } catch let refusal as AdoptRefusal {
            for obstacle in refusal.obstacles { Terminal.complain("reeve: \(obstacle)") }
            Terminal.complain("reeve: nothing was changed")
            throw ExitCode.failure
        }
    }

    private func start(_ decided: GuestAdoption.Plan, _ context: GuestContext) async throws {
        let control = GuestUnitControl(host: context.host) { text in
            if Terminal.isWatched { Terminal.complain("\(decided.name): \(text)") }
        }
        do { try await control.run(.start, decided.name) } catch {
            Terminal.complain(
                "reeve: its file is written, and domain \(decided.domid) runs on; when it is mended, \"reeve guest start \(decided.name)\" adopts it"
            )
            throw error
        }
    }

    private func show(_ decided: GuestAdoption.Plan) {
        print("to adopt domain \(decided.domid) as guest \"\(decided.name)\", without restarting it:")
        for monitor in decided.monitors { print("  end pid \(monitor.pid) (\(monitor.command)), which watches it") }
        print("  start \(decided.name.unit), which watches it from then on")
        print("  write \(decided.file)\n")
        print(String(decoding: decided.content, as: UTF8.self), terminator: "")
    }
}
