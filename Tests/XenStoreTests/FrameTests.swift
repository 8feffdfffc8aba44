import Testing
import XenStore

@Suite struct `frames` {
    /// READ of /local, as request 7 in transaction 3, on a little-endian machine.
    static let readLocal: [UInt8] = [
        0x02, 0x00, 0x00, 0x00,  // type: READ
        0x07, 0x00, 0x00, 0x00,  // req_id
        0x03, 0x00, 0x00, 0x00,  // tx_id
        0x07, 0x00, 0x00, 0x00,  // len
        0x2F, 0x6C, 0x6F, 0x63, 0x61, 0x6C, 0x00,  // "/local\0"
    ]
    private let frame = Frame(
        .read, request: 7, transaction: TransactionID(3), payload: Array("/local\0".utf8))

    @Test func `a frame has the bytes of the protocol`() {
        #expect(frame.bytes == Self.readLocal)
    }

    @Test func `a frame is taken off the front of what came`() throws {
        var buffer = (Self.readLocal + [0xAA])[...]
        #expect(try Frame.take(from: &buffer) == frame)
        #expect(buffer == [0xAA])
    }

    @Test func `a frame of which a part is there is waited for`() throws {
        for count in 0..<Self.readLocal.count {
            var buffer = Self.readLocal.prefix(count)
            #expect(try Frame.take(from: &buffer) == nil)
            #expect(buffer.count == count)
        }
    }

    @Test(arguments: [
        (XenStore.Operation.control, UInt32(0)), (.directory, 1), (.read, 2), (.getPermissions, 3), (.watch, 4),
        (.unwatch, 5), (.transactionStart, 6), (.transactionEnd, 7), (.introduce, 8), (.release, 9),
        (.getDomainPath, 10), (.write, 11), (.makeDirectory, 12), (.remove, 13), (.setPermissions, 14),
        (.watchEvent, 15), (.error, 16), (.isDomainIntroduced, 17), (.resume, 18), (.setTarget, 19),
        (.resetWatches, 21), (.directoryPart, 22), (.getFeature, 23), (.setFeature, 24), (.getQuota, 25),
        (.setQuota, 26),
    ])
    func `operations have the protocol's numbers`(operation: XenStore.Operation, number: UInt32) {
        #expect(operation.rawValue == number)
    }

    /// The last one is -1 (XSA-420).
    @Test(arguments: [UInt32(1 << 20) + 1, 1 << 31, UInt32.max]) func `a length that cannot be true is refused`(
        length: UInt32
    ) {
        var buffer = ([2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0] + withUnsafeBytes(of: length, Array.init))[...]
        #expect(throws: StoreError.frameTooLong(length)) { try Frame.take(from: &buffer) }
    }

    @Test(arguments: [UInt32(20), 27, 65535]) func `an unknown type is refused`(type: UInt32) {
        var buffer = (withUnsafeBytes(of: type, Array.init) + [UInt8](repeating: 0, count: 12))[...]
        #expect(throws: StoreError.unknownOperation(type)) { try Frame.take(from: &buffer) }
    }
}
