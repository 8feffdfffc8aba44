/// Why the store gave no answer, or a bad one.
package enum StoreError: Error, Equatable {
    /// The socket at the path could not be connected to.
    case notConnected(path: String, reason: String)
    /// xenstored answered with an error.
    case refused(StoreRefusal, Operation, subject: String)
    /// xenstored ended the connection; `midMessage` when a message had begun.
    case closed(midMessage: Bool)
    /// The socket failed.
    case broken(reason: String)
    case timedOut(after: Duration)
    /// The path, value or list is longer than the protocol carries.
    case requestTooLong(Operation, subject: String, bytes: Int)
    /// A header that announces more than ``Frame/longestAnswer``.
    case frameTooLong(UInt32)
    case unknownOperation(UInt32)
    /// An answer to nothing that was asked.
    case unexpectedAnswer(request: UInt32)
    /// An answer of the right kind with a wrong content.
    case malformedAnswer(Operation, subject: String)
    /// Others changed the same nodes every time.
    case conflicts(attempts: Int)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notConnected(let path, let reason):
            "xenstored does not answer at \(path): \(reason); is xenstored.service running?"
        case .refused(let refusal, let operation, let subject):
            "xenstore: \(operation.name) \(subject): \(refusal)"
        case .closed(midMessage: false): "xenstored closed the connection"
        case .closed(midMessage: true): "xenstored closed the connection in the middle of a message"
        case .broken(let reason): "the connection to xenstored broke: \(reason)"
        case .timedOut(let limit): "xenstored did not answer within \(limit.formattedSeconds)"
        case .requestTooLong(let operation, let subject, let bytes):
            "xenstore: \(operation.name) \(subject): \(bytes) bytes are more than the \(Frame.longestPayload) that a message can hold"
        case .frameTooLong(let bytes):
            "xenstored announced a message of \(bytes) bytes; more than \(Frame.longestAnswer) cannot be true"
        case .unknownOperation(let number): "xenstored sent a message of the unknown type \(number)"
        case .unexpectedAnswer(let request): "xenstored answered request \(request), which was not asked"
        case .malformedAnswer(let operation, let subject):
            "xenstored's answer to \(operation.name) \(subject) makes no sense"
        case .conflicts(let attempts): "xenstore: others changed the same nodes \(attempts) times in a row"
        }
    }
}

/// An error that xenstored answers with, by the name that it sends (xs_wire.h, `xsd_errors`).
package enum StoreRefusal: Sendable, Equatable {
    case invalid, denied, exists, isDirectory, absent, noMemory, noSpace, inputOutput, notEmpty, notSupported
    case readOnly, busy, again, connected, tooBig, notPermitted
    /// A name that no Xen up to 4.22 sends, printable.
    case other(String)

    package init(name: String) {
        self = Self.names.first { $0.name == name }?.refusal ?? .other(name)
    }

    private static let names: [(name: String, refusal: StoreRefusal, words: String)] = [
        ("EINVAL", .invalid, "invalid"), ("EACCES", .denied, "permission denied"),
        ("EEXIST", .exists, "exists already"),
        ("EISDIR", .isDirectory, "is a directory"), ("ENOENT", .absent, "no such node"),
        ("ENOMEM", .noMemory, "xenstored is out of memory"), ("ENOSPC", .noSpace, "a quota is used up"),
        ("EIO", .inputOutput, "xenstored's database is damaged"), ("ENOTEMPTY", .notEmpty, "not empty"),
        ("ENOSYS", .notSupported, "this xenstored cannot do that"), ("EROFS", .readOnly, "read only"),
        ("EBUSY", .busy, "busy"), ("EAGAIN", .again, "others changed the same nodes"),
        ("EISCONN", .connected, "connected already"), ("E2BIG", .tooBig, "too big"),
        ("EPERM", .notPermitted, "not permitted"),
    ]
}

extension StoreRefusal: CustomStringConvertible {
    package var description: String {
        guard let entry = Self.names.first(where: { $0.refusal == self }) else {
            if case .other(let name) = self { return name }
            preconditionFailure("every refusal but .other has a name")
        }
        return "\(entry.words) (\(entry.name))"
    }
}

extension Duration {
    /// As in `5 s` or `0.5 s`.
    fileprivate var formattedSeconds: String {
        let (seconds, attoseconds) = components
        let tenths = attoseconds / 100_000_000_000_000_000
        return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
    }
}
