import ArgumentParser
import Dom0
import Model

struct GuestHomeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "home", abstract: "Whether the guest is at home on this host (for its unit).",
        shouldDisplay: false)

    @OptionGroup var arguments: GuestArguments

    func run() async throws {
        let name = arguments.name
        // try?: what cannot be read, the start itself tells.
        guard let hold = (try? GuestStore(root: Root()).record(of: name))?.move?.hold else { return }
        Terminal.complain(hold.sentence(name))
        // systemd takes it for a condition that does not hold (systemd.service(5), ExecCondition=).
        throw ExitCode(1)
    }
}
