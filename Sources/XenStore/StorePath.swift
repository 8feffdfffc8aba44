package import Formats

/// An absolute path in the store, of the form that xenstored accepts.
///
/// At most 3072 bytes of `[A-Za-z0-9-/_@]`, without `//` and without a trailing `/` (but for `/` itself).
/// Source: docs/misc/xenstore.txt; xenstored_core.c, `is_valid_nodename`.
package struct StorePath: Hashable, Comparable, Sendable, CustomStringConvertible {
    package static let longest = 3072
    package static let root = StorePath(trusted: "/")

    package let string: String

    package init?(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    /// Takes what another wrote into the store; `nil` unless it is a path.
    package init?(bytes: [UInt8]) {
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= Self.longest,
            bytes.allSatisfy({ $0 == UInt8(ascii: "/") || Self.isAllowed($0) }),
            !zip(bytes, bytes.dropFirst()).contains(where: { $0 == UInt8(ascii: "/") && $1 == $0 }),
            bytes.count == 1 || bytes.last != UInt8(ascii: "/")
        else { return nil }
        string = String(decoding: bytes, as: UTF8.self)
    }

    /// The components, none for `/`.
    package var components: [Substring] { string.split(separator: "/") }

    package var description: String { string }

    /// The node below; `nil` when the name is empty, has a byte that no name may have, or makes the path too long.
    package func appending(_ name: String) -> StorePath? {
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isAllowed) else { return nil }
        let path = self == .root ? "/\(name)" : "\(string)/\(name)"
        return path.utf8.count <= Self.longest ? StorePath(trusted: path) : nil
    }

    /// The node below, by a name that stands in our own source.
    package static func / (left: StorePath, name: StaticString) -> StorePath {
        left.appendingOwn(name.description)
    }

    package static func / (left: StorePath, domain: DomainID) -> StorePath {
        left.appendingOwn(domain.description)
    }

    package static func < (left: StorePath, right: StorePath) -> Bool { left.string < right.string }

    private init(trusted string: String) { self.string = string }

    private func appendingOwn(_ name: String) -> StorePath {
        name.split(separator: "/").reduce(self) { path, component in
            guard let next = path.appending(String(component)) else {
                preconditionFailure("\(name) is not a node name below \(path)")
            }
            return next
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
