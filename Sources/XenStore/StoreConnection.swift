/// A client's connection to xenstored: asks, waits for the answers, and keeps the watch events that come between.
///
/// It is synchronous, and every call ends within its time limit. After an error of the stream (anything but
/// ``StoreError/refused(_:_:subject:)``) the answers cannot be told apart any more, so the connection is of no more
/// use: every later call throws the same error.
package final class StoreConnection {
    /// How many requests may be on their way at once.
    ///
    /// At most 256 KiB of answers, which the socket's buffers and xenstored's own lists hold; more gains nothing.
    private static let window = 64

    private let transport: any Transport
    private let limit: Duration
    private var lastRequest: UInt32 = 0
    private var received: ArraySlice<UInt8> = []
    private var events = EventQueue()
    private var failure: StoreError?

    /// `limit` is what one call may take, from sending to the last answer.
    package init(_ transport: any Transport, limit: Duration) {
        self.transport = transport
        self.limit = limit
    }

    /// Sends the requests, several at a time, and returns their answers in the order of the requests.
    package func exchange(_ requests: [StoreRequest]) throws(StoreError) -> [StoreAnswer] {
        for request in requests where request.payload.count > Frame.longestPayload {
            throw .requestTooLong(request.operation, subject: request.subject, bytes: request.payload.count)
        }
        return try guarded { () throws(StoreError) in
            let deadline = Deadline(after: limit)
            var answers: [StoreAnswer] = []
            for start in stride(from: 0, to: requests.count, by: Self.window) {
                let part = requests[start..<min(start + Self.window, requests.count)]
                answers += try exchangeWindow(Array(part), before: deadline)
            }
            return answers
        }
    }

    /// The next watch event, in the order in which they came; `nil` when none comes within the limit.
    ///
    /// Equal events that wait are one: an event says only that something changed, and that is to be read then.
    package func nextEvent(within limit: Duration) throws(StoreError) -> WatchEvent? {
        if let event = events.popFirst() { return event }
        let deadline = Deadline(after: limit)
        return try guarded { () throws(StoreError) -> WatchEvent? in
            while events.isEmpty {
                let frame: Frame
                do throws(StoreError) {
                    frame = try nextFrame(before: deadline)
                } catch .timedOut {
                    return nil
                }
                guard frame.operation == .watchEvent else { throw .unexpectedAnswer(request: frame.request) }
                events.append(try WatchEvent(frame))
            }
            return events.popFirst()
        }
    }

    private func exchangeWindow(
        _ requests: [StoreRequest], before deadline: Deadline
    ) throws(StoreError) -> [StoreAnswer] {
        var bytes: [UInt8] = []
        var places: [UInt32: Int] = [:]
        for (place, request) in requests.enumerated() {
            let number = nextNumber()
            places[number] = place
            bytes +=
                Frame(request.operation, request: number, transaction: request.transaction, payload: request.payload)
                .bytes
        }
        try transport.send(bytes, before: deadline)
        var answers = [StoreAnswer?](repeating: nil, count: requests.count)
        while !places.isEmpty {
            let frame = try nextFrame(before: deadline)
            guard frame.operation != .watchEvent else {
                events.append(try WatchEvent(frame))
                continue
            }
            guard let place = places.removeValue(forKey: frame.request) else {
                throw .unexpectedAnswer(request: frame.request)
            }
            answers[place] = try StoreAnswer(frame, to: requests[place])
        }
        return answers.compactMap { $0 }
    }

    /// Never 0, which marks events.
    private func nextNumber() -> UInt32 {
        lastRequest = lastRequest == .max ? 1 : lastRequest + 1
        return lastRequest
    }

    private func nextFrame(before deadline: Deadline) throws(StoreError) -> Frame {
        while true {
            if let frame = try Frame.take(from: &received) { return frame }
            let bytes = try transport.receive(before: deadline)
            guard !bytes.isEmpty else { throw .closed(midMessage: !received.isEmpty) }
            received = received.isEmpty ? bytes[...] : received + bytes
        }
    }

    private func guarded<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        if let failure { throw failure }
        do {
            return try body()
        } catch {
            failure = error
            throw error
        }
    }
}
