/// A value of the xl grammar, without its place.
///
/// xl makes no difference between a string and a number: both are atoms (libxlu_cfg_y.y, `atom`).
package enum XLValue: Sendable, Equatable {
    /// The bytes after escapes were resolved; never holds a newline unless it was written `\n`.
    case atom([UInt8])
    case list([XLValue])

    package static func string(_ text: String) -> XLValue { .atom(Array(text.utf8)) }
}

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

    package var value: XLValue {
        switch content {
        case .atom(let bytes): .atom(bytes)
        case .list(let nodes): .list(nodes.map(\.value))
        }
    }
}

/// One assignment, as written.
package struct XLSetting: Sendable, Equatable {
    package enum Operator: Sendable, Equatable { case set, append }

    package var key: String
    package var keySpan: Range<Int>
    package var `operator`: Operator
    package var value: XLNode

    package init(key: String, keySpan: Range<Int>, operator: Operator, value: XLNode) {
        self.key = key
        self.keySpan = keySpan
        self.operator = `operator`
        self.value = value
    }
}
