import Formats

extension RecipeDifference {
    /// Reads what is to be different in one boot, as it is written on a command line: see ``GuestEdit/init(parsing:)``.
    ///
    /// `KEY=VALUE` gives a key of xl.cfg(5) a value, `KEY+=VALUE` adds to it, `KEY=` leaves it out.
    package init(assignments: [String]) throws(GuestEditError) {
        self.init()
        for text in assignments {
            let edit = try GuestEdit(parsing: text)
            let key = edit.key
            guard let type = XLKeyTable.guest[key]?.type else {
                throw .unknownKey(key, nearest: Spelling.nearest(to: key, among: XLKeyTable.guest.names))
            }
            guard !Self.fixedKeys.contains(key) else { throw .fixedKey(key) }
            switch edit {
            case .clear: without.append(key)
            case .take: throw .notForOneBoot(key)
            case .set(_, let value):
                settings.append(XLSetting(key: key, keySpan: 0..<0, operator: .set, value: XLNode(value)))
            case .add(_, let value):
                // A list may be given one element by itself; a text is added to a text.
                let isElement = if case .atom = value { type.isList } else { false }
                settings.append(
                    XLSetting(
                        key: key, keySpan: 0..<0, operator: .append, value: XLNode(isElement ? .list([value]) : value)))
            }
        }
    }
}
