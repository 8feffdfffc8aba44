/// One message of the xenstore protocol: a header of four native-endian 32-bit words, then the payload.
///
/// ```
///  0       4        8              12       16
///  | type  | req_id | transaction  | length | payload…
/// ```
/// Source: xen/include/public/io/xs_wire.h; docs/misc/xenstore.txt.
package struct Frame: Sendable, Equatable {
    package static let headerLength = 16
    /// A longer request is a violation of the protocol, and xenstored would end the connection.
    package static let longestPayload = 4096
    /// A longer answer is a fault, and ends the connection.
    ///
    /// The protocol allows 4096 bytes here, too, but oxenstored cuts lists only for domains: on a socket it answers
    /// with all of a long list at once (connection.ml), which is where libxenstore fails with 1000 domains.
    package static let longestAnswer = 1 << 20

    package var operation: Operation
    /// Chosen by the one who asks, echoed in the answer; 0 in watch events.
    package var request: UInt32
    package var transaction: TransactionID
    package var payload: [UInt8]

    package init(_ operation: Operation, request: UInt32, transaction: TransactionID = .none, payload: [UInt8]) {
        self.operation = operation
        self.request = request
        self.transaction = transaction
        self.payload = payload
    }

    package var bytes: [UInt8] {
        let words = [operation.rawValue, request, transaction.number, UInt32(payload.count)]
        return words.flatMap { withUnsafeBytes(of: $0, Array.init) } + payload
    }

    /// Takes the first frame off the front of what was received; `nil` when not all of it is there yet.
    package static func take(from buffer: inout ArraySlice<UInt8>) throws(StoreError) -> Frame? {
        guard buffer.count >= headerLength else { return nil }
        let words = (0..<4).map { word in
            buffer.dropFirst(word * 4).prefix(4).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
        }
        guard words[3] <= UInt32(longestAnswer) else { throw .frameTooLong(words[3]) }
        guard let operation = Operation(rawValue: words[0]) else { throw .unknownOperation(words[0]) }
        let length = headerLength + Int(words[3])
        guard buffer.count >= length else { return nil }
        let payload = Array(buffer.dropFirst(headerLength).prefix(Int(words[3])))
        buffer = buffer.dropFirst(length)
        return Frame(operation, request: words[1], transaction: TransactionID(words[2]), payload: payload)
    }
}

/// The number of an open transaction; 0 is none.
package struct TransactionID: Hashable, Sendable {
    package static let none = TransactionID(0)

    package let number: UInt32

    package init(_ number: UInt32) { self.number = number }
}
