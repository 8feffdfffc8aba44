package import Formats

/// One change of what a guest is, as it is asked for on a command line: of its files, or for one boot.
package enum GuestEdit: Sendable, Equatable {
    /// `KEY=VALUE`: the key has this value, and no other.
    case set(String, XLValue)
    /// `KEY+=ELEMENT`: one more element of a list, or several as a list.
    case add(String, XLValue)
    /// `KEY-=ELEMENT`: the element of a list that is called so.
    case take(String, String)
    /// `KEY=`: the key is not written any more.
    case clear(String)

    package var key: String {
        switch self {
        case .set(let key, _), .add(let key, _), .take(let key, _), .clear(let key): key
        }
    }

    /// Reads a word of a command line.
    ///
    /// VALUE is a text or a number as it stands: `extra=console=hvc0` needs no quotes. One that begins with a quote or a
    /// bracket is read as in a file.
    package init(parsing text: String) throws(GuestEditError) {
        guard let sign = text.firstIndex(of: "=") else { throw .noValue(text) }
        var key = text[..<sign]
        let word = String(text[text.index(after: sign)...])
        let mark = key.last
        if mark == "+" || mark == "-" { key.removeLast() }
        let name = String(key)
        guard XLGrammar.isKey(name) else { throw .notAKey(name) }
        switch mark {
        case "+", "-":
            guard !word.isEmpty else { throw .noValue(text) }
            self = mark == "-" ? .take(name, word) : .add(name, try Self.value(word, of: text))
        default: self = word.isEmpty ? .clear(name) : .set(name, try Self.value(word, of: text))
        }
    }

    private static func value(_ word: String, of text: String) throws(GuestEditError) -> XLValue {
        guard let first = word.first, "[\"'".contains(first) else { return .string(word) }
        let document = XLDocument(parsing: SourceText(name: "", text: "value = \(word)\n"))
        if let problem = document.diagnostics.first(where: { $0.severity == .error }) {
            throw .wrongValue(text, reason: problem.message)
        }
        guard document.settings.count == 1, let setting = document.settings.first else {
            throw .wrongValue(text, reason: "it is more than one value")
        }
        return setting.value.value
    }
}

/// Why a change cannot be made; the description is the sentence for the user.
package enum GuestEditError: Error, Equatable, CustomStringConvertible {
    case noValue(String)
    case notAKey(String)
    /// What is wrong with a value that is written as in a file.
    case wrongValue(String, reason: String)
    case notAList(String)
    case noElement(String, String, known: [String])
    case manyElements(String, String)
    case movesAddresses(Int)
    case unprintable(XLPrintError)
    /// Of one boot: what cannot be otherwise in it.
    case unknownKey(String, nearest: String?)
    case fixedKey(String)
    case notForOneBoot(String)

    package var description: String {
        switch self {
        case .noValue(let text):
            "\"\(ShownText.escaped(text.utf8, limit: 80))\" is no change: write KEY=VALUE, LIST+=ELEMENT, LIST-=ELEMENT, or KEY= to take a key out"
        case .notAKey(let key): "\(XLPrintError.notAKey(key))"
        case .wrongValue(let text, let reason):
            "\"\(ShownText.escaped(text.utf8, limit: 80))\": \(reason); what begins with a quote or a bracket is read as in a file"
        case .notAList(let key): "\(key) is no list here: write \(key)=VALUE"
        case .noElement(let key, let element, let known):
            "\(key) has no element \"\(ShownText.escaped(element.utf8, limit: 80))\""
                + (known.isEmpty ? "; it has none" : "; it has: \(known.joined(separator: ", "))")
        case .manyElements(let key, let element):
            "more than one element of \(key) is called \"\(ShownText.escaped(element.utf8, limit: 80))\""
        case .movesAddresses(let index):
            "the interfaces after number \(index) have no mac=, and would get the address of the one before: write mac= into them first (\"reeve guest show --xl\" has it)"
        case .unprintable(let error): error.description
        case .unknownKey(let key, let nearest):
            "xl has no key \"\(ShownText.escaped(key.utf8, limit: 40))\""
                + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
        case .fixedKey(let key): "\"\(key)\" is the same in every boot of a guest"
        case .notForOneBoot(let key): "no single element of \(key) can be left out once: write \(key)=[ALL THAT STAY]"
        }
    }
}
