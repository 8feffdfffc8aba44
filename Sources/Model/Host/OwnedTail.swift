/// The end of a file that is the admin's own, which Reeve writes: what stands before it is kept, byte for byte.
///
/// For files in which the last assignment of a key counts, so that what Reeve writes does, and what it writes no more
/// leaves the admin's own.
package enum OwnedTail {
    /// The first line of the tail.
    package static let mark = "# From here on written by reeve apply from /etc/reeve/host.conf; edit that."

    /// What the admin wrote.
    package static func kept(_ content: [UInt8]) -> [UInt8] {
        let line = Array(mark.utf8)
        var start = 0
        while start < content.count {
            let end = content[start...].firstIndex(of: UInt8(ascii: "\n")) ?? content.count
            if content[start..<end].elementsEqual(line) { return Array(content[..<start]) }
            start = end + 1
        }
        return content
    }

    /// The admin's part with these lines after it.
    static func joined(_ kept: [UInt8], _ lines: [String]) -> [UInt8] {
        let separator = kept.isEmpty || kept.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
        return kept + separator + Array(([mark] + lines).map { "\($0)\n" }.joined().utf8)
    }
}
