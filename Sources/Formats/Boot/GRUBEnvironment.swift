/// The block of variables that GRUB keeps between boots, as `/boot/grub/grubenv`.
///
/// A signature line, `NAME=VALUE` lines, and `#` up to the size, which never changes: GRUB writes over the same sectors.
/// In a value `\` goes before a `\` and before a newline. What is not changed is written as it was read.
/// Source: GRUB grub-core/lib/envblk.c, include/grub/lib/envblk.h.
package struct GRUBEnvironment: Sendable, Equatable {
    private enum Line: Sendable, Equatable {
        case variable(name: String, value: String, raw: [UInt8])
        /// With its newline; a comment, or what GRUB does not understand.
        case other([UInt8])

        var bytes: [UInt8] {
            switch self {
            case .variable(_, _, let raw), .other(let raw): raw
            }
        }
    }

    /// Bytes of the whole block.
    package let size: Int
    private var lines: [Line] = []

    /// What grub-editenv makes, and the only size that every GRUB takes.
    package static let standardSize = 1024

    private static let signature = Array("# GRUB Environment Block\n".utf8)

    /// An empty block.
    package init() { size = Self.standardSize }

    package init(parsing bytes: [UInt8]) throws(GRUBEnvironmentError) {
        guard bytes.count <= Self.largestSize else { throw .size(bytes.count) }
        guard bytes.starts(with: Self.signature) else { throw .signature }
        size = bytes.count
        var start = Self.signature.count
        while let end = Self.endOfLine(in: bytes, from: start) {
            lines.append(Self.line(Array(bytes[start...end])))
            start = end + 1
        }
        guard bytes[start...].allSatisfy({ $0 == UInt8(ascii: "#") }) else { throw .unfinishedLine }
    }

    /// All variables; of one that stands there twice the last, which GRUB's `load_env` leaves set.
    package var values: [String: String] {
        lines.reduce(into: [:]) { values, line in
            if case .variable(let name, let value, _) = line { values[name] = value }
        }
    }

    package subscript(name: String) -> String? { values[name] }

    /// Gives a variable a value, or takes it out; the block keeps its size.
    package mutating func set(_ name: String, to value: String?) throws(GRUBEnvironmentError) {
        guard !name.isEmpty, name.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }),
            name.utf8.first.map(\.isDigit) == false
        else { throw .name(name) }
        var changed = lines
        let places = lines.indices.filter {
            guard case .variable(name, _, _) = lines[$0] else { return false }
            return true
        }
        for place in places.dropFirst(value == nil ? 0 : 1).reversed() { changed.remove(at: place) }
        if let value {
            guard !value.utf8.contains(0) else { throw .value(name) }
            let raw = Array("\(name)=".utf8) + Self.escaped(value) + [UInt8(ascii: "\n")]
            let line = Line.variable(name: name, value: value, raw: raw)
            if let place = places.first { changed[place] = line } else { changed.append(line) }
        }
        let needed = Self.signature.count + changed.reduce(0) { $0 + $1.bytes.count }
        guard needed <= size else { throw .full(name, needed: needed, size: size) }
        lines = changed
    }

    package var bytes: [UInt8] {
        let used = Self.signature + lines.flatMap(\.bytes)
        return used + [UInt8](repeating: UInt8(ascii: "#"), count: size - used.count)
    }

    /// More than any GRUB writes, so that a hostile file costs nothing.
    private static let largestSize = 1 << 20

    /// Where the newline of a line stands; one after a backslash belongs to a value.
    private static func endOfLine(in bytes: [UInt8], from start: Int) -> Int? {
        var place = start
        // A comment, the padding above all, has no escapes.
        if place < bytes.count, bytes[place] == UInt8(ascii: "#") {
            return bytes[place...].firstIndex(of: UInt8(ascii: "\n"))
        }
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "\n") { return place }
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private static func line(_ raw: [UInt8]) -> Line {
        let content = raw.dropLast()
        guard content.first != UInt8(ascii: "#"), let sign = content.firstIndex(of: UInt8(ascii: "=")), sign > 0,
            let name = String(validating: content[..<sign], as: UTF8.self)
        else { return .other(raw) }
        var value: [UInt8] = []
        var rest = content[(sign + 1)...]
        while var byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() { byte = escaped }
            value.append(byte)
        }
        return .variable(name: name, value: String(decoding: value, as: UTF8.self), raw: raw)
    }

    private static func escaped(_ value: String) -> [UInt8] {
        value.utf8.flatMap { byte in
            byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\n") ? [UInt8(ascii: "\\"), byte] : [byte]
        }
    }
}

/// Why bytes are no environment block of GRUB, or a variable does not go into one.
package enum GRUBEnvironmentError: Error, Hashable, CustomStringConvertible {
    case size(Int)
    case signature
    case unfinishedLine
    case name(String)
    case value(String)
    case full(String, needed: Int, size: Int)

    package var description: String {
        switch self {
        case .size(let size):
            "\(size) bytes are too many for an environment block of GRUB, which has 1024; make a new one with \"grub-editenv FILE create\""
        case .signature:
            "no environment block of GRUB: it does not start with \"# GRUB Environment Block\"; make a new one with \"grub-editenv FILE create\""
        case .unfinishedLine:
            "the environment block of GRUB is damaged: after its last line there is something else than \"#\"; make a new one with \"grub-editenv FILE create\""
        case .name(let name):
            "\"\(ShownText.escaped(name.utf8, limit: 80))\" cannot be a variable of GRUB: letters, digits and \"_\" will do"
        case .value(let name): "the value of \"\(name)\" has a NUL byte, which GRUB cannot keep"
        case .full(let name, let needed, let size):
            "no room for \"\(name)\" in GRUB's environment block: \(needed) of \(size) bytes would be needed; take out a variable with \"grub-editenv FILE unset NAME\""
        }
    }
}
