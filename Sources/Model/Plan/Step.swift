/// Who owns a file.
package struct Owner: Sendable, Hashable {
    package var user: UInt32
    package var group: UInt32

    package init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }

    package static let root = Owner(user: 0, group: 0)
}

/// One change of one path.
package struct Step: Sendable, Equatable {
    package enum Change: Sendable, Equatable {
        /// The content is at hand.
        case write(Node)
        /// The content, unless it is a link, is among the saved contents under its digest.
        case restore(Fingerprint, owner: Owner)
        case remove
    }

    package var path: HostPath
    package var change: Change
    /// What stood there when the plan was made; the step is not taken over anything else.
    package var found: Fingerprint
    /// What will stand there.
    package var after: Fingerprint
    /// One clause, lower case, no full stop.
    package var why: String

    package init(_ path: HostPath, _ change: Change, found: Fingerprint, after: Fingerprint, why: String) {
        self.path = path
        self.change = change
        self.found = found
        self.after = after
        self.why = why
    }
}
