/// A value of the xl grammar, without its place.
///
/// xl makes no difference between a string and a number: both are atoms (libxlu_cfg_y.y, `atom`).
package enum XLValue: Sendable, Equatable {
    /// The bytes after escapes were resolved; never holds a newline unless it was written `\n`.
    case atom([UInt8])
    case list([XLValue])

    package static func string(_ text: String) -> XLValue { .atom(Array(text.utf8)) }

    /// The atom as text; `nil` for a list, and for what is not UTF-8.
    package var text: String? {
        guard case .atom(let bytes) = self else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
