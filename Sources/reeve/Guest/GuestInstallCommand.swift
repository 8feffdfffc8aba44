import ArgumentParser
import Dom0
import Model

struct GuestInstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Install the guest: boot it once as the reeve.install keys of its file say, then by its own recipe.",
        discussion: """
            It shows how far the installation is until that is over; ctrl-C ends only that, and the same command \
            shows it again. The exit status is 0 when the guest is installed.
            """)

    @OptionGroup var arguments: GuestArguments

    @Flag(help: "Run the installer over what is on the guest's disks.")
    var again = false

    @Flag(help: "Return as soon as the installer is booted.")
    var detach = false

    @Flag(help: "Run nothing: its disk has a system already, and is to be booted from now on.")
    var done = false

    func validate() throws {
        if done, again || detach { throw ValidationError("--done runs nothing: it goes with no other option") }
    }

    func run() async throws {
        let context = arguments.context
        let machine = try context.machine()
        let guest = try context.load(arguments.name)
        let ordering = GuestOrdering(machine: machine, guest: guest)
        guard !done else {
            try await ordering.declareDone()
            print("guest \"\(guest.name)\" counts as installed; \"reeve guest start \(guest.name)\" boots it")
            return
        }
        let isNew = try await ordering.give(again: again)
        let watch = try InstallWatch(host: machine.host, name: guest.name)
        // For one that is under way it changes nothing, unless nobody attends to its domain.
        do { try await arguments.control(context).begin(guest.name) } catch {
            if isNew { ordering.takeBackIfFree() }
            throw error
        }
        var display = InstallDisplay(name: guest.name, watch: watch, isDetached: detach, machine: machine)
        switch try await display.follow() {
        case .waiting, .running,
            .stalled where display.wasInterrupted:
            print(
                "guest \"\(guest.name)\" is being installed; \"reeve guest install \(guest.name)\" shows how far it is")
            if display.wasInterrupted { throw ExitCode(130) }
        case .over(let report): try tell(report, of: guest)
        case .stalled(let reason):
            try ordering.takeBack()
            throw GuestUnitControl.Failure(
                name: guest.name, verb: .start, reason: reason,
                journal: await UnitJournal(runner: machine.host.runner).lastRun(of: guest.name, lines: 15))
        }
    }

    private func tell(_ report: InstallReport, of guest: GuestSpecification) throws {
        switch report.phase {
        case .installed, .steady:
            let starts = guest.install?.rule.sequel == .start
            print(
                "guest \"\(guest.name)\" is installed" + (starts ? ", and starts by its own recipe" : ", and stays off")
            )
        case .defined, .installing, .failed, .interrupted, .unverified:
            Terminal.complain("reeve: " + GuestHold.stuck(report.phase, report.detail).sentence(guest.name))
            throw ExitCode.failure
        }
    }
}
