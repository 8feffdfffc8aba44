/// The characters of the xl grammar.
///
/// Source: Xen tools/libs/util/libxlu_cfg_l.l.
package enum XLGrammar {
    /// How deep lists may be nested.
    ///
    /// libxlutil gives up ("memory exhausted") between 2,000 and 5,000, depending on the commas before each bracket.
    /// Ours is lower so that every function over values may recurse.
    package static let nestingLimit = 256

    /// Whether a text can stand on the left of an assignment: `[a-z][a-z0-9._]*`.
    package static func isKey(_ text: String) -> Bool {
        guard let first = text.utf8.first, first.startsKey else { return false }
        return text.utf8.allSatisfy(\.continuesKey)
    }
}

extension UInt8 {
    var startsKey: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }

    var continuesKey: Bool { startsKey || isDigit || self == UInt8(ascii: ".") || self == UInt8(ascii: "_") }

    /// After its first digit, a number goes on with digits, `a` to `f` and `x`.
    var continuesNumber: Bool {
        isDigit || self >= UInt8(ascii: "a") && self <= UInt8(ascii: "f") || self == UInt8(ascii: "x")
    }

    /// What a person would take for one word: all that is printable and has no meaning of its own.
    var continuesWord: Bool {
        switch self {
        case 0...0x20, 0x7F: false
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "="), UInt8(ascii: ";"): false
        case UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "+"): false
        default: true
        }
    }
}
