import ArgumentParser
import Dom0
import Formats
import Model

struct GuestConsoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Connect to the guest's console; Ctrl-] leaves it.",
        discussion: """
            What the guest said last comes first, if xenconsoled keeps it. The console stays through reboots of the guest, and \
            ends when it is off.
            """)

    @OptionGroup var arguments: GuestArguments

    /// Of the kept log.
    private static let lines = 20

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        let guest = try context.load(arguments.name)
        let uuid = guest.uuid(host: try machine.hostIdentity())
        var last: Int?
        var isWaiting = false
        while true {
            let domain = try await machine.domains.domain(of: guest.name, uuid: uuid)
            let unit = try await UnitStates(runner: machine.host.runner).states(of: [guest.name])[guest.name]
            switch ConsoleCourse.decide(last: last, domain: domain, unit: unit) {
            case .connect(let domid):
                if last == nil { showLog(machine) }
                Terminal.complain("\(guest.name): console of domain \(domid); Ctrl-] leaves it")
                let status = try ForegroundProgram.run(Command(machine.xl, "console", String(domid)))
                // One that could not connect to a domain that is still there says why itself.
                let now = try await machine.domains.domain(of: guest.name, uuid: uuid)
                if status != 0, now?.domid == domid, now?.condition == .live { throw ExitCode.failure }
                (last, isWaiting) = (domid, false)
            case .left: return
            case .wait:
                if !isWaiting { Terminal.complain("\(guest.name): has no domain now; waiting for it, Ctrl-C leaves") }
                isWaiting = true
                try await machine.host.clock.sleep(for: .milliseconds(500))
            case .off:
                guard last != nil else { throw GuestError.notRunning(guest.name) }
                Terminal.complain("\(guest.name): is off")
                return
            }
        }
    }

    private func showLog(_ machine: GuestMachine) {
        let lines = ConsoleLog(arguments.name, root: machine.host.root).lastLines(Self.lines)
        for line in lines { print(ShownText.escaped(line, limit: 400)) }
    }
}
