/// A value that is one text in every file: a name, a path, an identifier.
///
/// It is checked again when it is read back.
package protocol CheckedText: Codable, Hashable, Sendable, CustomStringConvertible {
    /// What it is, after "is not", for whoever reads a damaged file.
    static var kind: String { get }

    /// `nil` for a text that is none; ``description`` is a text that is one.
    init?(_ text: String)
}

extension CheckedText {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(text)\" is not \(Self.kind)")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
