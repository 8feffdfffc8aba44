/// What was found where the doctor looked, or why it could not look there.
///
/// That nothing is there is something seen.
package enum Look<Value: Sendable>: Sendable {
    case seen(Value)
    /// The reason as a clause: lower case, no full stop, as in `only root may read /boot/grub/grub.cfg`.
    case hidden(String)

    /// The value; throws when it is hidden.
    package func get() throws(Hidden) -> Value {
        switch self {
        case .seen(let value): return value
        case .hidden(let reason): throw Hidden(reason)
        }
    }
}

extension Look: Equatable where Value: Equatable {}

/// A check cannot say anything, and why.
package struct Hidden: Error, Equatable {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
