import FoundationEssentials

/// A JSON value.
enum JSON: Decodable, Equatable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    init(parsing text: String) throws { self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // try?: each form is tried in turn; the last one's error is thrown.
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The name of its type in JSON Schema.
    var types: [String] {
        switch self {
        case .null: ["null"]
        case .boolean: ["boolean"]
        case .number(let value): value.rounded() == value ? ["integer", "number"] : ["number"]
        case .string: ["string"]
        case .array: ["array"]
        case .object: ["object"]
        }
    }
}

/// The part of JSON Schema that the schemas of the package use; any other word in one is a complaint.
///
/// Stricter than the standard in one thing: a member that the schema does not name is a complaint too, so that what the
/// program prints is all described.
struct Schema {
    let root: JSON

    /// What is wrong with a value, each with its place.
    func complaints(_ value: JSON) -> [String] { complaints(value, root, "$") }

    private func complaints(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
        guard case .object(let words) = schema else { return ["\(place): the schema is no object"] }
        var found: [String] = []
        for (word, argument) in words {
            switch (word, argument) {
            case ("$schema", _), ("$id", _), ("$defs", _), ("title", _), ("description", _): continue
            case ("$ref", .string(let reference)):
                guard let target = root["$defs"]?[String(reference.dropFirst("#/$defs/".count))] else {
                    found.append("\(place): there is no \(reference)")
                    continue
                }
                found += complaints(value, target, place)
            case ("type", .string(let type)):
                if !value.types.contains(type) { found.append("\(place): is \(value.types[0]), not \(type)") }
            case ("const", let wanted):
                if value != wanted { found.append("\(place): is \(value), not \(wanted)") }
            case ("enum", .array(let wanted)):
                if !wanted.contains(value) { found.append("\(place): \(value) is not in the list") }
            case ("minimum", .number(let least)):
                if case .number(let number) = value, number < least { found.append("\(place): is below \(least)") }
            case ("pattern", .string(let pattern)):
                if case .string(let text) = value, (try? Regex(pattern).firstMatch(in: text)) == nil {
                    found.append("\(place): \"\(text)\" is not as \(pattern)")
                }
            case ("required", .array(let names)):
                for case .string(let name) in names where value[name] == nil {
                    found.append("\(place): has no \(name)")
                }
            case ("items", _):
                guard case .array(let items) = value else { continue }
                for (index, item) in items.enumerated() {
                    found += complaints(item, argument, "\(place)[\(index)]")
                }
            case ("properties", .object(let properties)):
                guard case .object(let members) = value else { continue }
                for (name, member) in members {
                    guard let property = properties[name] else {
                        found.append("\(place): the schema does not know \(name)")
                        continue
                    }
                    found += complaints(member, property, "\(place).\(name)")
                }
            default: found.append("\(place): \"\(word)\" is no word that this test knows")
            }
        }
        return found
    }
}
