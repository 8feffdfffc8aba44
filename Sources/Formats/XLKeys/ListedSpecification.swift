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
            guard case .atom(let bytes) = node.content, let text = String(validating: bytes, as: UTF8.self),
                // The error is reported by the check of each value.
                let value = try? Value(parsing: text)
            else { return nil }
            return ListedSpecification(value: value, index: index, span: node.span)
        }
    }
}
