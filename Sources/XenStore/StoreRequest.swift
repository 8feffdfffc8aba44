/// A question to xenstored.
package struct StoreRequest: Sendable, Equatable {
    package let operation: Operation
    package let transaction: TransactionID
    package let payload: [UInt8]
    /// What it is about, for messages: a path, mostly.
    package let subject: String

    /// A request whose payload is texts, each one ended by a NUL, and then bytes as they are.
    init(_ operation: Operation, _ texts: [String], then rest: [UInt8] = [], in transaction: TransactionID = .none) {
        self.operation = operation
        self.transaction = transaction
        payload = texts.flatMap { Array($0.utf8) + [0] } + rest
        subject = texts.first ?? ""
    }

    package static func read(_ path: StorePath, in transaction: TransactionID = .none) -> StoreRequest {
        StoreRequest(.read, [path.string], in: transaction)
    }

    package static func directory(_ path: StorePath, in transaction: TransactionID = .none) -> StoreRequest {
        StoreRequest(.directory, [path.string], in: transaction)
    }
}

/// What xenstored answered: a payload, or the name of an error.
package enum StoreAnswer: Sendable, Equatable {
    case payload([UInt8])
    case refused(StoreRefusal, StoreRequest)

    init(_ frame: Frame, to request: StoreRequest) throws(StoreError) {
        switch frame.operation {
        case request.operation: self = .payload(frame.payload)
        case .error:
            let name = frame.payload.last == 0 ? frame.payload.dropLast() : frame.payload[...]
            self = .refused(StoreRefusal(name: GuestBytes(Array(name)).printable(limit: 32)), request)
        default: throw .malformedAnswer(request.operation, subject: request.subject)
        }
    }

    /// The payload; `nil` when there is no such node; every other refusal is thrown.
    package func payloadIfPresent() throws(StoreError) -> [UInt8]? {
        switch self {
        case .payload(let bytes): bytes
        case .refused(.absent, _): nil
        case .refused(let refusal, let request):
            throw .refused(refusal, request.operation, subject: request.subject)
        }
    }

    /// The payload; every refusal is thrown.
    package func required() throws(StoreError) -> [UInt8] {
        switch self {
        case .payload(let bytes): bytes
        case .refused(let refusal, let request):
            throw .refused(refusal, request.operation, subject: request.subject)
        }
    }
}
