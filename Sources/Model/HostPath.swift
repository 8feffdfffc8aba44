/// An absolute path as dom0 sees it; only `Root` (in Dom0) turns one into a path that can be opened.
package struct HostPath: CheckedText, Comparable, ExpressibleByStringLiteral {
    package static let kind = "an absolute path"
    /// Starts with `/`, has no empty, `.` or `..` component and no trailing slash (but for `/` itself).
    package let string: String

    /// `nil` unless the text is an absolute path without `..`; `//` and `/./` are folded.
    package init?(_ text: String) {
        var text = text
        let shape = text.withUTF8(Self.shape)
        guard shape != .refused else { return nil }
        guard shape != .folded else {
            string = text
            return
        }
        let parts = text.split(separator: "/").filter { $0 != "." }
        guard !parts.contains("..") else { return nil }
        string = "/" + parts.joined(separator: "/")
    }

    package init(stringLiteral text: StaticString) {
        guard let path = HostPath(text.description) else {
            preconditionFailure("a path literal must be absolute: \(text)")
        }
        self = path
    }

    package var description: String { string }
    package var name: String { string.split(separator: "/").last.map(String.init) ?? "/" }

    package var parent: HostPath {
        guard let slash = string.utf8.lastIndex(of: UInt8(ascii: "/")), slash > string.startIndex else { return "/" }
        return HostPath(String(string[..<slash])) ?? "/"
    }

    /// The path below this one; `name` is one or more components.
    package static func / (left: HostPath, name: String) -> HostPath {
        guard let path = HostPath("\(left.string)/\(name)") else {
            preconditionFailure("\(name) leaves \(left)")
        }
        return path
    }

    package static func < (left: HostPath, right: HostPath) -> Bool { left.string < right.string }

    private enum Shape {
        /// Not absolute, or not text that a path can hold.
        case refused
        /// No component is empty, `.` or `..`.
        case folded
        case unfolded
    }

    private static func shape(_ text: UnsafeBufferPointer<UInt8>) -> Shape {
        guard text.first == UInt8(ascii: "/") else { return .refused }
        var shape = Shape.folded
        var (length, dots) = (0, 0)
        for byte in text.dropFirst() {
            if byte == UInt8(ascii: "/") {
                if length <= 2, dots == length { shape = .unfolded }
                (length, dots) = (0, 0)
            } else if byte == 0 {
                return .refused
            } else {
                length += 1
                if byte == UInt8(ascii: ".") { dots += 1 }
            }
        }
        return length <= 2 && dots == length ? .unfolded : shape
    }
}
