import XenStore

/// A daemon that sends what the test says, whatever it is asked; at the end it hangs, or closes.
final class ScriptedTransport: Transport {
    enum End { case hangs, closes }

    private(set) var sent: [UInt8] = []
    private var chunks: ArraySlice<[UInt8]>
    private let end: End

    init(_ chunks: [[UInt8]], then end: End = .hangs) {
        self.chunks = chunks[...]
        self.end = end
    }

    func send(_ bytes: [UInt8], before deadline: Deadline) {
        sent += bytes
    }

    func receive(before deadline: Deadline) throws(StoreError) -> [UInt8] {
        if let chunk = chunks.popFirst() { return chunk }
        guard end == .closes else { throw .timedOut(after: deadline.limit) }
        return []
    }
}

extension StoreConnection {
    /// A connection to a daemon that sends the chunks; the first request has the number 1.
    convenience init(answering chunks: [UInt8]..., then end: ScriptedTransport.End = .hangs) {
        self.init(ScriptedTransport(chunks, then: end), limit: .seconds(5))
    }
}

extension Frame {
    /// An answer with a payload of text, in which `|` stands for NUL.
    static func answer(_ operation: XenStore.Operation, _ request: UInt32, _ text: String) -> [UInt8] {
        Frame(operation, request: request, payload: text.utf8.map { $0 == UInt8(ascii: "|") ? 0 : $0 }).bytes
    }
}
