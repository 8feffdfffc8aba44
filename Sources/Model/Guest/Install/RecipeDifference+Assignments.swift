import Formats

extension RecipeDifference {
    /// Reads what is to be different in one boot, as it is written on a command line.
    ///
    /// `KEY=VALUE` gives a key of xl.cfg(5) a value, `KEY+=VALUE` adds to it, `KEY=` leaves it out. A value that begins
    /// with a bracket or a quote is read as in a file; any other is a text or a number as it stands.
    package init(assignments: [String]) throws(AssignmentError) {
        self.init()
        for text in assignments {
            guard let equals = text.firstIndex(of: "=") else { throw .noAssignment(text) }
            var key = String(text[..<equals])
            let value = String(text[text.index(after: equals)...])
            let isAddition = key.hasSuffix("+")
            if isAddition { key.removeLast() }
            guard XLKeyTable.guest[key] != nil else {
                throw .unknownKey(key, nearest: Spelling.nearest(to: key, among: XLKeyTable.guest.names))
            }
            guard !Self.fixedKeys.contains(key) else { throw .fixedKey(key) }
            if value.isEmpty, !isAddition {
                without.append(key)
            } else {
                settings.append(
                    XLSetting(
                        key: key, keySpan: 0..<0, operator: isAddition ? .append : .set,
                        value: try Self.node(value, of: key)))
            }
        }
    }

    private static func node(_ value: String, of key: String) throws(AssignmentError) -> XLNode {
        guard let first = value.first, "[\"'".contains(first) else {
            return XLNode(.atom(Array(value.utf8)), span: 0..<0)
        }
        let document = XLDocument(parsing: SourceText(name: key, text: "\(key) = \(value)\n"))
        if let problem = document.diagnostics.first(where: { $0.severity == .error }) {
            throw .wrongValue(key, value, reason: problem.message)
        }
        guard document.settings.count == 1, let setting = document.settings.first else {
            throw .wrongValue(key, value, reason: "it is more than one value")
        }
        return setting.value
    }

    /// What is wrong with an assignment on a command line.
    package enum AssignmentError: Error, Sendable, Equatable, CustomStringConvertible {
        case noAssignment(String)
        case unknownKey(String, nearest: String?)
        case fixedKey(String)
        case wrongValue(String, String, reason: String)

        package var description: String {
            switch self {
            case .noAssignment(let text): "\"\(text)\" is not KEY=VALUE"
            case .unknownKey(let key, let nearest):
                "xl has no key \"\(key)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
            case .fixedKey(let key): "\"\(key)\" is the same in every boot of a guest"
            case .wrongValue(let key, let value, let reason): "\(key)=\(value): \(reason)"
            }
        }
    }
}
