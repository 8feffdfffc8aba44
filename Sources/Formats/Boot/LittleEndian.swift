/// Numbers among bytes, the lowest byte first.
extension [UInt8] {
    /// The caller has made sure that the bytes are there.
    func word16(at place: Int) -> UInt16 { UInt16(self[place]) | UInt16(self[place + 1]) << 8 }

    /// The caller has made sure that the bytes are there.
    func word32(at place: Int) -> UInt32 { UInt32(word16(at: place)) | UInt32(word16(at: place + 2)) << 16 }

    mutating func put16(_ value: UInt16, at place: Int) {
        self[place] = UInt8(truncatingIfNeeded: value)
        self[place + 1] = UInt8(truncatingIfNeeded: value >> 8)
    }

    mutating func put32(_ value: UInt32, at place: Int) {
        put16(UInt16(truncatingIfNeeded: value), at: place)
        put16(UInt16(truncatingIfNeeded: value >> 16), at: place + 2)
    }
}

extension Int {
    /// The next multiple of an alignment, itself included.
    func aligned(to alignment: Int) -> Int { (self + alignment - 1) / alignment * alignment }
}
