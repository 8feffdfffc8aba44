import ArgumentParser
import Dom0
import Model

struct ConfirmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Keep what \"apply --confirm-within\" did.",
        discussion: """
            Run it from a new session: that you get in is what is to be shown. Without it the host goes back to what it was \
            when the time is over, when reeve was killed, and when the host was rebooted meanwhile.
            """)

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let host = options.host()
        let confirmation = ConfirmationWatch(host)
        guard let unconfirmed = try confirmation.pending() else {
            throw ConfirmError.nothing(standing: try StateDirectory(host.root).currentGeneration()?.number)
        }
        // Held while it is being applied, or taken back.
        let lock = try WriterLock.acquire(host.root)
        let state = StateDirectory(host.root)
        guard try state.currentGeneration()?.number == unconfirmed.generation else { throw ConfirmError.unfinished }
        try confirmation.forget()
        print("generation \(unconfirmed.generation) stays")
        _ = consume lock
    }
}

/// Why nothing was confirmed; the description is the sentence for the user.
enum ConfirmError: Error, CustomStringConvertible {
    case nothing(standing: Int?)
    case unfinished
    case waiting(generation: Int)
    case remote
    case otherRoot

    var description: String {
        switch self {
        case .nothing(let number?):
            "nothing waits to be confirmed; generation \(number) stands, see \"reeve generations\""
        case .nothing(nil): "nothing waits to be confirmed; nothing has been applied yet"
        case .unfinished: "it was not finished, so it is taken back; \"reeve rollback\" does it now"
        case .waiting(let generation):
            "generation \(generation) is not confirmed; \"reeve confirm\" keeps it, \"reeve rollback\" goes back now"
        case .remote:
            "this changes the network, and you are here over ssh: add --confirm-within 60, and run \"reeve confirm\" from a "
                + "new session; or add --no-confirm to have no way back by itself"
        case .otherRoot: "--confirm-within is for this machine, not for another root"
        }
    }
}
