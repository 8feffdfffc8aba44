/// A specification in a list of a file, as one disk of `disk = [ … ]`.
package struct ListedSpecification<Value: XLSpecification>: Sendable, Equatable {
    package var value: Value
    /// Its place in the list, from 0.
    package var index: Int
    /// Its place in the file.
    package var span: Range<Int>
}

extension XLNode {
    /// The elements of a list that can be read; what is wrong with the others is for lint to say.
    package func specifications<Value: XLSpecification>(_: Value.Type) -> [ListedSpecification<Value>] {
        guard case .list(let nodes) = content else { return [] }
        return nodes.enumerated().compactMap { index, node in
            Value(node.value).map { ListedSpecification(value: $0, index: index, span: node.span) }
        }
    }
}

extension XLSpecification {
    /// Reads an element of a list; `nil` when it is no text, or none that xl takes.
    package init?(_ element: XLValue) {
        // try?: what is wrong with it is reported by the check of each value.
        guard let text = element.text, let value = try? Self(parsing: text) else { return nil }
        self = value
    }
}
