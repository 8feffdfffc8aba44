import Testing
import XenStore

@Suite struct `a connection to xenstored` {
    private let path = StorePath.root / "local/domain/0/name"

    @Test func `a read asks once and returns the value`() throws {
        let transport = ScriptedTransport([Frame.answer(.read, 1, "Domain-0")])
        let connection = StoreConnection(transport, limit: .seconds(5))
        #expect(try connection.read(path) == GuestBytes(Array("Domain-0".utf8)))
        #expect(transport.sent == Frame.answer(.read, 1, "/local/domain/0/name|"))
    }

    @Test func `an answer may come in any pieces`() throws {
        let bytes = Frame.answer(.read, 1, "Domain-0")
        let transport = ScriptedTransport(bytes.map { [$0] })
        #expect(try StoreConnection(transport, limit: .seconds(5)).read(path) == GuestBytes(Array("Domain-0".utf8)))
    }

    @Test func `answers are matched by number, in whatever order they come`() throws {
        let connection = StoreConnection(
            answering: Frame.answer(.read, 3, "c"),
            Frame.answer(.error, 2, "ENOENT|") + Frame.answer(.read, 1, "a"))
        #expect(
            try connection.read([path, path, path]) == [GuestBytes(Array("a".utf8)), nil, GuestBytes(Array("c".utf8))])
    }

    @Test func `a node that is not there is no error, every other refusal is`() throws {
        let connection = StoreConnection(
            answering: Frame.answer(.error, 1, "ENOENT|"), Frame.answer(.error, 2, "EACCES|"),
            Frame.answer(.error, 3, "EWHAT\u{1B}|"), Frame.answer(.read, 4, "still here"))
        #expect(try connection.read(path) == nil)
        let denied = #expect(throws: StoreError.self) { try connection.read(path) }
        #expect(denied?.description == "xenstore: read /local/domain/0/name: permission denied (EACCES)")
        let unknown = #expect(throws: StoreError.self) { try connection.read(path) }
        #expect(unknown == .refused(.other("EWHAT\\x1b"), .read, subject: path.string))
        #expect(try connection.read(path)?.printable() == "still here")
    }

    struct Misbehavior: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let chunks: [[UInt8]]
        var end = ScriptedTransport.End.hangs
        let error: StoreError
    }

    static let misbehaviors = [
        Misbehavior(
            testDescription: "a length of -1", chunks: [[2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255]],
            error: .frameTooLong(.max)),
        Misbehavior(
            testDescription: "another's number", chunks: [Frame.answer(.read, 9, "x")],
            error: .unexpectedAnswer(request: 9)),
        Misbehavior(
            testDescription: "another's kind", chunks: [Frame.answer(.write, 1, "OK|")],
            error: .malformedAnswer(.read, subject: "/local/domain/0/name")),
        Misbehavior(
            testDescription: "closed before an answer", chunks: [], end: .closes, error: .closed(midMessage: false)),
        Misbehavior(
            testDescription: "closed within the header", chunks: [[2, 0, 0]], end: .closes,
            error: .closed(midMessage: true)),
        Misbehavior(
            testDescription: "closed within the value", chunks: [Array(Frame.answer(.read, 1, "value").dropLast())],
            end: .closes, error: .closed(midMessage: true)),
        Misbehavior(testDescription: "no answer", chunks: [], error: .timedOut(after: .seconds(5))),
        Misbehavior(
            testDescription: "half an answer", chunks: [[2, 0, 0, 0]], error: .timedOut(after: .seconds(5))),
        Misbehavior(
            testDescription: "an event without a token", chunks: [Frame.answer(.watchEvent, 0, "/a|")],
            error: .malformedAnswer(.watchEvent, subject: "/a\\x00")),
        Misbehavior(
            testDescription: "an event with no path", chunks: [Frame.answer(.watchEvent, 0, "a b|token|")],
            error: .malformedAnswer(.watchEvent, subject: "a b\\x00token\\x00")),
    ]

    @Test(arguments: misbehaviors)
    func `a stream that cannot be trusted is not used again`(case misbehavior: Misbehavior) {
        let connection = StoreConnection(
            ScriptedTransport(misbehavior.chunks, then: misbehavior.end), limit: .seconds(5))
        #expect(throws: misbehavior.error) { try connection.read(path) }
        #expect(throws: misbehavior.error) { try connection.write(path, []) }
    }

    @Test func `an event between question and answer is kept`() throws {
        let connection = StoreConnection(
            answering: Frame.answer(.watchEvent, 0, "@releaseDomain|t|") + Frame.answer(.watchEvent, 0, "/a/b|t|"),
            Frame.answer(.watchEvent, 0, "@releaseDomain|t|") + Frame.answer(.read, 1, "x"))
        #expect(try connection.read(path)?.printable() == "x")
        #expect(try connection.nextEvent(within: .zero) == WatchEvent(.domainReleased, token: "t"))
        #expect(try connection.nextEvent(within: .zero) == WatchEvent(.node(.root / "a/b"), token: "t"))
        #expect(try connection.nextEvent(within: .zero) == nil)
    }

    @Test func `waiting for an event in vain does no harm`() throws {
        let connection = StoreConnection(answering: [])
        #expect(throws: StoreError.closed(midMessage: false)) { try connection.nextEvent(within: .zero) }
        let quiet = StoreConnection(ScriptedTransport([]), limit: .seconds(5))
        #expect(try quiet.nextEvent(within: .zero) == nil)
        #expect(throws: StoreError.timedOut(after: .seconds(5))) { try quiet.read(path) }
    }

    @Test func `what does not fit into a message is not sent`() throws {
        let transport = ScriptedTransport([])
        let connection = StoreConnection(transport, limit: .seconds(5))
        let error = #expect(throws: StoreError.self) {
            try connection.write(path, [UInt8](repeating: 0, count: 4096))
        }
        #expect(
            error?.description
                == "xenstore: write /local/domain/0/name: 4117 bytes are more than the 4096 that a message can hold")
        #expect(transport.sent.isEmpty)
    }

    @Test func `a list too long for one message is read in parts`() throws {
        let connection = StoreConnection(
            answering: Frame.answer(.error, 1, "E2BIG|"), Frame.answer(.directoryPart, 2, "5|a|bb|"),
            Frame.answer(.directoryPart, 3, "6|x|"),  // the node changed: from the start
            Frame.answer(.directoryPart, 4, "6|a|"), Frame.answer(.directoryPart, 5, "6|cc||"))
        #expect(try connection.list(.root) == ["a", "cc"])
    }

    @Test(arguments: ["", "5", "5|", "5|a", "5|a b||"])
    func `a broken part of a list is an error`(payload: String) {
        let connection = StoreConnection(
            answering: Frame.answer(.error, 1, "E2BIG|"), Frame.answer(.directoryPart, 2, payload))
        #expect(throws: StoreError.self) { try connection.list(.root) }
    }

    @Test func `an empty node has no names, a missing one no list`() throws {
        let connection = StoreConnection(answering: Frame.answer(.directory, 1, ""), Frame.answer(.error, 2, "ENOENT|"))
        #expect(try connection.list(.root) == [])
        #expect(try connection.list(.root) == nil)
    }

    @Test func `a name that no node can have is not taken for one`() {
        let connection = StoreConnection(answering: Frame.answer(.directory, 1, "ok|../x|"))
        #expect(throws: StoreError.malformedAnswer(.directory, subject: "/")) { try connection.list(.root) }
    }

    @Test func `a transaction that met another writer runs again`() throws {
        let transport = ScriptedTransport([
            Frame.answer(.transactionStart, 1, "41|"), Frame.answer(.read, 2, "old"),
            Frame.answer(.error, 3, "EAGAIN|"),
            Frame.answer(.transactionStart, 4, "42|"), Frame.answer(.read, 5, "new"),
            Frame.answer(.transactionEnd, 6, "OK|"),
        ])
        let connection = StoreConnection(transport, limit: .seconds(5))
        let value = try connection.transaction { transaction throws(StoreError) in
            try connection.read(path, in: transaction)?.printable()
        }
        #expect(value == "new")
        #expect(
            Array(transport.sent.suffix(18))
                == Frame(.transactionEnd, request: 6, transaction: TransactionID(42), payload: [0x54, 0]).bytes)
    }

    @Test func `a transaction is not tried for ever`() {
        let connection = StoreConnection(
            answering: Frame.answer(.transactionStart, 1, "1|"), Frame.answer(.error, 2, "EAGAIN|"),
            Frame.answer(.transactionStart, 3, "2|"), Frame.answer(.error, 4, "EAGAIN|"))
        #expect(throws: StoreError.conflicts(attempts: 2)) {
            try connection.transaction(attempts: 2) { _ throws(StoreError) in }
        }
    }

    @Test func `a transaction of which a part met another writer runs again`() throws {
        let connection = StoreConnection(
            answering: Frame.answer(.transactionStart, 1, "1|"), Frame.answer(.error, 2, "EAGAIN|"),
            Frame.answer(.transactionEnd, 3, "OK|"), Frame.answer(.transactionStart, 4, "2|"),
            Frame.answer(.write, 5, "OK|"), Frame.answer(.transactionEnd, 6, "OK|"))
        try connection.transaction { transaction throws(StoreError) in
            try connection.write(path, [], in: transaction)
        }
    }

    @Test func `an error within a transaction gives it up`() {
        let transport = ScriptedTransport([
            Frame.answer(.transactionStart, 1, "7|"), Frame.answer(.error, 2, "ENOSPC|"),
            Frame.answer(.transactionEnd, 3, "OK|"),
        ])
        let connection = StoreConnection(transport, limit: .seconds(5))
        #expect(throws: StoreError.refused(.noSpace, .write, subject: path.string)) {
            try connection.transaction { transaction throws(StoreError) in
                try connection.write(path, [], in: transaction)
            }
        }
        #expect(
            Array(transport.sent.suffix(18))
                == Frame(.transactionEnd, request: 3, transaction: TransactionID(7), payload: [0x46, 0]).bytes)
    }

    @Test func `whatever is answered, there is a value or an error, and an end`() {
        var random = SeededRandom(seed: 20261121)
        let answers = [
            Frame.answer(.read, 1, "value"), Frame.answer(.error, 1, "ENOENT|"), Frame.answer(.directory, 2, "a|b|"),
            Frame.answer(.watchEvent, 0, "/a|t|"), Frame.answer(.error, 2, "E2BIG|"),
            Frame.answer(.directoryPart, 3, "1|a||"),
        ]
        for _ in 0..<2000 {
            var bytes = (0..<4).flatMap { _ in answers[Int.random(in: 0..<answers.count, using: &random)] }
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let connection = StoreConnection(ScriptedTransport([bytes], then: .closes), limit: .seconds(5))
            // An error is as good as a value here; that each one comes is the promise.
            _ = try? connection.read(path)
            _ = try? connection.list(path)
            _ = try? connection.nextEvent(within: .zero)
        }
    }
}
