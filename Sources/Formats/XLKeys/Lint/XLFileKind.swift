/// Which program's keys a file in the xl grammar holds.
package enum XLFileKind: Sendable, Equatable {
    /// xl.cfg(5): one guest.
    case guest
    /// xl.conf(5): xl itself.
    case global

    package var table: XLKeyTable {
        switch self {
        case .guest: .guest
        case .global: .global
        }
    }

    /// What a file seems to be: xl.conf by the last part of its path, or when it has keys that only xl.conf has and none
    /// that only a guest has.
    package static func guess(_ document: XLDocument, path: String) -> XLFileKind {
        if path.split(separator: "/").last == "xl.conf" { return .global }
        let keys = document.settings.map(\.key)
        let isGlobal = keys.contains { XLKeyTable.global[$0] != nil && XLKeyTable.guest[$0] == nil }
        let isGuest = keys.contains { XLKeyTable.guest[$0] != nil && XLKeyTable.global[$0] == nil }
        return isGlobal && !isGuest ? .global : .guest
    }
}
