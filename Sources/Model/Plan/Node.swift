/// What stands, or should stand, at a path.
package enum Node: Sendable, Equatable, Codable {
    /// `mode` is the permission bits; files belong to root.
    case file(content: [UInt8], mode: UInt16)
    case symlink(target: String)

    package static func text(_ text: String, mode: UInt16 = 0o644) -> Node {
        .file(content: Array(text.utf8), mode: mode)
    }
}

/// A node that the specification asks for, and the sentence that `plan` shows for it.
package struct DesiredNode: Sendable, Equatable {
    package var node: Node
    /// Why it is wanted: one clause, lower case, no full stop.
    package var why: String

    package init(_ node: Node, why: String) {
        self.node = node
        self.why = why
    }
}

/// Everything that Reeve wants to stand on a host, by path.
package typealias DesiredTree = [HostPath: DesiredNode]
