/// Where a guest is at home that was migrated, or is on its way; a part of ``GuestRecord``.
///
/// The host that the guest leaves decides, and its record is the decision: until that says *sent*, the guest may run on this
/// host and on no other; from then on it may run where it went, and not here. The copy on the other host stays paused until
/// that has heard so. Whoever dies, whatever connection breaks, at most one of both hosts lets the guest run.
/// ```
///  the host that it leaves                                    the host that it comes to
///
///  home ── the transfer begins ──► leaving                    home, away ── a transfer comes ──► incoming
///   ▲                               │  │ the copy is whole                                        │  │ hears "sent"
///   │                               │  ▼                                                          │  ▼
///   └─ returning ◄── broken off ────┘  sent ──► away          away ◄── hears: it was given up ────┘  home
///      the domain goes on                  it is known there                                         the copy goes on
/// ```
/// A guest that was never migrated has none of this, and is at home.
package struct GuestMove: Sendable, Equatable, Codable {
    package enum Phase: String, Sendable, Codable, CaseIterable {
        /// Its memory is being sent; it runs here, or stands still for a moment.
        case leaving
        /// It was not sent after all: its domain here is being made to go on.
        case returning
        /// It is at home there, which has not said yet that it knows.
        case sent
        /// It is at home there.
        case away
        /// A copy comes, or is here and paused: it must not run before the other host has said so.
        case incoming
        /// It came, or was not sent after all: it is at home here.
        case home
    }

    package var phase: Phase
    /// Of this transfer, the same on both hosts.
    package var token: String
    /// The other host: as ssh knows it where the guest leaves, as it calls itself where the guest comes.
    package var peer: String
    /// What tells that host from others, however it is called (``MigrationOffer/identity``).
    package var peerIdentity: String?
    /// Seconds since 1970.
    package var at: Int64
    /// This host's boot and the domain that was sent: what is left of that is not to run once it was sent.
    package var bootID: String
    package var domid: Int?

    package init(
        _ phase: Phase, token: String, peer: String, peerIdentity: String? = nil, at: Int64, bootID: String,
        domid: Int? = nil
    ) {
        self.phase = phase
        self.token = token
        self.peer = peer
        self.peerIdentity = peerIdentity
        self.at = at
        self.bootID = bootID
        self.domid = domid
    }

    /// Why the guest is not to be started here; `nil` when it is at home.
    package var hold: GuestHold? {
        switch phase {
        case .leaving, .returning, .home: nil
        case .sent: .away(peer, isConfirmed: false)
        case .away: .away(peer, isConfirmed: true)
        case .incoming: .incoming(peer)
        }
    }

    /// The same in another phase.
    package func entering(_ phase: Phase) -> GuestMove {
        var next = self
        next.phase = phase
        return next
    }
}
