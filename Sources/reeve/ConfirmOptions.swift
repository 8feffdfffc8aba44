import ArgumentParser

/// Whether a change of the host is taken back by itself.
struct ConfirmOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Take it back unless \"reeve confirm\" is run within so many seconds, from 10 to 3600.",
            valueName: "seconds"))
    var confirmWithin: Int?

    @Flag(help: "Change the network over ssh without a way back by itself.")
    var noConfirm = false

    func validate() throws {
        if let seconds = confirmWithin, !(10...3600).contains(seconds) {
            throw ValidationError("\"\(seconds)\" is not a number from 10 to 3600 [--confirm-within]")
        }
        if confirmWithin != nil, noConfirm {
            throw ValidationError("--confirm-within and --no-confirm are opposites")
        }
    }
}
