/// A value and where it stands.
package struct XLNode: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        case atom([UInt8])
        case list([XLNode])
    }

    package var content: Content
    /// Byte offsets of the value, quotes and brackets included.
    package var span: Range<Int>

    package init(_ content: Content, span: Range<Int>) {
        self.content = content
        self.span = span
    }

    /// A value that stands in no file.
    package init(_ value: XLValue) {
        switch value {
        case .atom(let bytes): content = .atom(bytes)
        case .list(let elements): content = .list(elements.map(XLNode.init))
        }
        span = 0..<0
    }

    package var value: XLValue {
        switch content {
        case .atom(let bytes): .atom(bytes)
        case .list(let nodes): .list(nodes.map(\.value))
        }
    }
}
