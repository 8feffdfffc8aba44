/// How long a host that goes down waits for its guests at most.
///
/// systemd stops guests side by side, and each before those that it starts after. So the bound is the longest chain of
/// guests, with the deadline of each one's unit.
package struct StopBound: Sendable, Equatable {
    package var limit: Duration
    /// The guests of the longest chain, in the order in which they stop.
    package var chain: [GuestName]

    /// `nil` when there are no guests.
    package init?(_ guests: [GuestSpecification]) {
        let byName = Dictionary(guests.map { ($0.name, $0) }) { first, _ in first }
        var found: [GuestName: StopBound] = [:]
        /// The chain that begins with a guest; one that comes back to itself, which `check` refuses, ends there.
        func chain(from guest: GuestSpecification, _ above: Set<GuestName>) -> StopBound {
            if let known = found[guest.name] { return known }
            var bound = StopBound(limit: GuestUnit.stopLimit(of: guest), chain: [guest.name])
            let longest = (guest.start.after + guest.start.requires).compactMap { dependency -> StopBound? in
                guard case .guest(let name) = dependency, let next = byName[name], !above.contains(name) else {
                    return nil
                }
                return chain(from: next, above.union([guest.name]))
            }.max { $0.limit < $1.limit }
            if let longest { bound = StopBound(limit: bound.limit + longest.limit, chain: bound.chain + longest.chain) }
            found[guest.name] = bound
            return bound
        }
        let all = guests.sorted { $0.name < $1.name }.map { chain(from: $0, [$0.name]) }
        guard let longest = all.max(by: { $0.limit < $1.limit }) else { return nil }
        self = longest
    }

    private init(limit: Duration, chain: [GuestName]) {
        self.limit = limit
        self.chain = chain
    }

    /// What `plan` says of it.
    package var note: String {
        let names = chain.map(\.text)
        let order = names.count > 1 ? "\(names.joined(separator: ", then "))" : "\(names[0]) takes longest"
        return "a host that goes down waits for its guests, side by side, \(limit.words) at most: \(order)"
    }
}
