/// How an entry stands, as `reeve boot list` shows it.
package enum BootStanding: String, Sendable, CaseIterable, Encodable {
    /// This boot.
    case booted
    /// It boots when nobody says otherwise.
    case `default`
    /// It was the default before.
    case previous
    /// The next boot is its trial, or this one.
    case trial
    case pinned
    case failed
    /// It has never been tried.
    case candidate
}

extension BootBook {
    package func standing(of entry: BootEntryID, booted: BootEntryID?) -> [BootStanding] {
        var standing: [BootStanding] = []
        if entry == booted { standing.append(.booted) }
        if entry == good { standing.append(.default) }
        if entry == previous { standing.append(.previous) }
        if entry == trial?.entry { standing.append(.trial) }
        if pinned.contains(entry) { standing.append(.pinned) }
        if failures[entry] != nil { standing.append(.failed) }
        if standing.allSatisfy({ $0 == .pinned || $0 == .booted }), entry != good { standing.append(.candidate) }
        return standing
    }
}
