/// A value of the JSON in which libxl keeps and prints what a domain was made with.
///
/// Enumerations are words in lower case, a `defbool` is `True` or `False`, a bitmap is the list of its bits, and what has
/// its default is left out. Source: Xen tools/libs/light/gentypes.py, libxl_json.c.
package enum LibxlValue: Sendable, Hashable, Decodable {
    case null
    case boolean(Bool)
    case number(Int64)
    /// What is above the range of ``number(_:)``.
    case large(UInt64)
    case text(String)
    case list([LibxlValue])
    case map([String: LibxlValue])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // try?: whichever it is; the last one throws what is wrong.
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .number(value)
        } else if let value = try? container.decode(UInt64.self) {
            self = .large(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([LibxlValue].self) {
            self = .list(value)
        } else {
            self = .map(try container.decode([String: LibxlValue].self))
        }
    }

    /// What a message shows, and what a default is compared with.
    package var words: String {
        switch self {
        case .null: "nothing"
        case .boolean(let value): value ? "true" : "false"
        case .number(let value): String(value)
        case .large(let value): String(value)
        case .text(let value): value
        case .list(let values): "[" + values.map(\.words).joined(separator: ", ") + "]"
        case .map(let values):
            "{" + values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.words)" }.joined(separator: ", ") + "}"
        }
    }

    package var text: String? { if case .text(let value) = self { value } else { nil } }
    package var number: Int64? { if case .number(let value) = self { value } else { nil } }
    package var isMap: Bool { if case .map = self { true } else { false } }
    /// Whether it is no plain value.
    var isNested: Bool {
        switch self {
        case .map, .list: true
        case .null, .boolean, .number, .large, .text: false
        }
    }

    /// The numbers of a bitmap; `nil` for anything else.
    package var bits: [Int]? {
        guard case .list(let values) = self else { return nil }
        let numbers = values.compactMap { $0.number.flatMap(Int.init(exactly:)) }
        return numbers.count == values.count ? numbers : nil
    }

    /// The strings of a list of strings; `nil` for anything else.
    package var strings: [String]? {
        guard case .list(let values) = self else { return nil }
        let strings = values.compactMap(\.text)
        return strings.count == values.count ? strings : nil
    }
}
