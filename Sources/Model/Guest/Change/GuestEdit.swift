package import Formats

/// One change of a guest's files, as it is asked for on a command line.
package enum GuestEdit: Sendable, Equatable {
    /// `KEY=VALUE`: the key has this value, and no other.
    case set(String, XLValue)
    /// `KEY+=ELEMENT`: one more element of a list, or several as a list.
    case add(String, [XLValue])
    /// `KEY-=ELEMENT`: the element of a list that is called so.
    case take(String, String)
    /// `KEY=`: the key is not written any more.
    case clear(String)

    package var key: String {
        switch self {
        case .set(let key, _), .add(let key, _), .take(let key, _), .clear(let key): key
        }
    }

    /// VALUE is what may stand in the file; what is no value there is a text: `extra=console=hvc0` needs no quotes.
    package init(parsing text: String) throws(GuestEditError) {
        guard let sign = text.firstIndex(of: "=") else { throw .noValue(text) }
        var key = text[..<sign]
        let value = String(text[text.index(after: sign)...])
        let mark = key.last
        if mark == "+" || mark == "-" { key.removeLast() }
        let name = String(key)
        guard XLGrammar.isKey(name) else { throw .notAKey(name) }
        switch mark {
        case "+":
            guard !value.isEmpty else { throw .noValue(text) }
            if case .list(let elements) = Self.value(value) {
                self = .add(name, elements)
            } else {
                self = .add(name, [Self.value(value)])
            }
        case "-":
            guard !value.isEmpty else { throw .noValue(text) }
            self = .take(name, value)
        default: self = value.isEmpty ? .clear(name) : .set(name, Self.value(value))
        }
    }

    private static func value(_ text: String) -> XLValue {
        let document = XLDocument(parsing: SourceText(name: "", text: "value = \(text)\n"))
        guard document.diagnostics.isEmpty, document.settings.count == 1, let node = document["value"] else {
            return .string(text)
        }
        return node.value
    }
}

/// Why a change cannot be made; the description is the sentence for the user.
package enum GuestEditError: Error, Equatable, CustomStringConvertible {
    case noValue(String)
    case notAKey(String)
    case notAList(String)
    case noElement(String, String, known: [String])
    case manyElements(String, String)
    case movesAddresses(Int)
    case unprintable(XLPrintError)

    package var description: String {
        switch self {
        case .noValue(let text):
            "\"\(ShownText.escaped(text.utf8, limit: 80))\" is no change: write KEY=VALUE, LIST+=ELEMENT, LIST-=ELEMENT, or KEY= to take a key out"
        case .notAKey(let key): "\(XLPrintError.notAKey(key))"
        case .notAList(let key): "\(key) is no list here: write \(key)=VALUE"
        case .noElement(let key, let element, let known):
            "\(key) has no element \"\(ShownText.escaped(element.utf8, limit: 80))\""
                + (known.isEmpty ? "; it has none" : "; it has: \(known.joined(separator: ", "))")
        case .manyElements(let key, let element):
            "more than one element of \(key) is called \"\(ShownText.escaped(element.utf8, limit: 80))\""
        case .movesAddresses(let index):
            "the interfaces after number \(index) have no mac=, and would get the address of the one before: write mac= into them first (\"reeve guest show --xl\" has it)"
        case .unprintable(let error): error.description
        }
    }
}
