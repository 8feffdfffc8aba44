/// What the other host of a migration says of the guest, when it is asked.
package struct PeerStanding: Sendable, Equatable, Codable {
    package var version = 1
    package var phase: GuestMove.Phase?
    /// Of the transfer that it knows of.
    package var token: String?
    /// Whether a domain of the guest runs there: one that is paused, suspended or ended does not.
    package var isRunning: Bool

    package init(phase: GuestMove.Phase?, token: String?, isRunning: Bool) {
        self.phase = phase
        self.token = token
        self.isRunning = isRunning
    }
}

/// Whether a guest that is held may be at home here, because an administrator says so (`reeve guest start --here`): one pure
/// function of the record here and of what the other host says.
/// ```
///  the other host                      the guest is away from here      a copy waits here
///  does not answer                     take: his word counts            accept: his word counts
///  a domain runs there                 refuse                           refuse
///  is leaving or returning it          refuse                           refuse
///  says sent or away, of this one      take                             accept
///  says sent or away, of another       refuse                           refuse
///  a copy of this one waits there      yield, then take                 refuse
///  a copy of another waits there       refuse                           refuse
///  has it at home, and it is off       yield, then take                 refuse
///  has no record of it                 take                             refuse
/// ```
package enum MoveClaim: Sendable, Equatable {
    case take
    /// The other host is to give it up first.
    case yieldThenTake
    case accept
    case refuse(String)

    /// Decides; `move` is one that holds the guest.
    package static func decide(_ move: GuestMove, peer: PeerStanding?) -> MoveClaim {
        let waits = move.phase == .incoming
        guard let peer else { return waits ? .accept : .take }
        if peer.isRunning { return .refuse("it runs there") }
        switch peer.phase {
        case .leaving, .returning: return .refuse("its migration is not over there")
        case .sent, .away:
            guard peer.token == move.token else { return .refuse("it went on from there to another host") }
            return waits ? .accept : .take
        case .incoming:
            if !waits, peer.token == move.token { return .yieldThenTake }
            return .refuse("a copy of it waits there")
        case .home: return waits ? .refuse("it is at home there") : .yieldThenTake
        case nil: return waits ? .refuse("it is at home there") : .take
        }
    }
}
