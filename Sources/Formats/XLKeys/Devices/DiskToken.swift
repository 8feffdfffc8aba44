/// One match of the disk grammar's scanner.
struct DiskToken: Equatable {
    enum Rule: Equatable {
        case blanks
        case named(String)
        case flag(String)
        case unknownName
        case prefix(String)
        case unknownPrefix
        case positional
        /// A byte that no rule takes: an `=` in the wrong place.
        case stray
    }

    let rule: Rule
    /// The part that matters: the value of a named item, a whole flag, name or positional item, without the comma.
    let value: Range<Int>
    /// Where the next token starts.
    let end: Int

    /// What a named item may be called, for a hint.
    static let names = valued + ["target"] + flags.map { String($0.prefix { $0 != "=" }) }

    private static let valued = [
        "format", "devtype", "access", "backend", "backendtype", "specification", "vdev", "script", "colo-host",
        "colo-port", "colo-export", "active-disk", "hidden-disk",
    ]
    /// The valued names as they start an item: `format=`.
    private static let starts = valued.map { (name: $0, text: Array("\($0)=".utf8)) }
    private static let flagStarts = flags.map { (name: $0, text: Array($0.utf8)) }
    private static let flags = [
        "cdrom", "direct-io-safe", "discard", "no-discard", "colo", "no-colo", "trusted", "untrusted", "grant_usage=1",
        "grant_usage=0",
    ]
    private static let targetStart = Array("target=".utf8)
    private static let prefixes = [
        "raw", "qcow", "qcow2", "vhd", "iscsi", "nbd", "enbd", "drbd", "tapdisk", "tap", "tap2", "aio", "ioemu", "file",
        "phy",
    ]

    /// The token at a place before the end.
    ///
    /// The caller keeps `lineEnd` and `itemEnd`, so that a long string is not searched for them at each token.
    static func next(_ bytes: [UInt8], at start: Int, lineEnd: Int, itemEnd: Int) -> DiskToken {
        var best = DiskToken(rule: .stray, value: start..<bytes.count, end: bytes.count)
        var longest = 0
        // In the order of the grammar, for the first of the longest wins.
        for (match, token) in candidates(Scan(bytes: bytes, start: start, currentLineEnd: lineEnd, itemEnd: itemEnd))
        where match > longest {
            longest = match
            best = token
        }
        return best
    }

    static func lineEnd(_ bytes: [UInt8], from place: Int) -> Int {
        bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    }

    /// Where a positional item that starts here ends.
    static func itemEnd(_ bytes: [UInt8], from place: Int) -> Int {
        bytes[place...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "=") } ?? bytes.count
    }

    /// The name in a target's text after which a further item seems to have been meant, as `vdev=` in `/x,vdev=xvda`.
    static func itemName(in target: String) -> String? {
        for piece in target.split(separator: ",").dropFirst() {
            let item = piece.drop { $0 == " " }
            if let name = valued.first(where: { item.hasPrefix($0 + "=") }) { return name + "=" }
            if let flag = flags.first(where: { item == $0 }) { return flag }
        }
        return nil
    }

    /// A place in the string, and what stands from there on.
    private struct Scan {
        let bytes: [UInt8]
        let start: Int
        /// Where the line that `start` is in ends.
        let currentLineEnd: Int
        /// The first comma or `=` from `start` on.
        let itemEnd: Int

        func starts(with word: [UInt8]) -> Bool {
            guard word.count <= bytes.count - start else { return false }
            return word.indices.allSatisfy { bytes[start + $0] == word[$0] }
        }

        func first(from place: Int, where isEnd: (UInt8) -> Bool) -> Int {
            bytes[place...].firstIndex(where: isEnd) ?? bytes.count
        }

        /// The end of the line, which is where flex's `.*` ends.
        func lineEnd(from place: Int) -> Int {
            place <= currentLineEnd ? currentLineEnd : DiskToken.lineEnd(bytes, from: place)
        }

        func isComma(at place: Int) -> Bool { place < bytes.count && bytes[place] == UInt8(ascii: ",") }

        /// A token whose value ends at `end`, and which takes a comma after it.
        func token(_ rule: Rule, from: Int, to end: Int) -> (Int, DiskToken) {
            let next = isComma(at: end) ? end + 1 : end
            return (next - start, DiskToken(rule: rule, value: from..<end, end: next))
        }
    }

    private static func candidates(_ scan: Scan) -> [(Int, DiskToken)] {
        var found: [(Int, DiskToken)] = []
        let (bytes, start) = (scan.bytes, scan.start)
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a }

        if isBlank(bytes[start]) {
            let word = scan.first(from: start) { !isBlank($0) }
            let match = (word == bytes.count ? word : scan.lineEnd(from: word)) - start
            found.append((match, DiskToken(rule: .blanks, value: start..<word, end: word)))
        }
        for (name, text) in starts where scan.starts(with: text) {
            let value = start + text.count
            found.append(scan.token(.named(name), from: value, to: scan.first(from: value) { $0 == UInt8(ascii: ",") }))
        }
        for (flag, text) in flagStarts where scan.starts(with: text) {
            found.append(scan.token(.flag(flag), from: start, to: start + text.count))
        }
        if scan.starts(with: targetStart) {
            let end = scan.lineEnd(from: start + 7)
            let value = end > start + 7 && scan.isComma(at: end - 1) ? end - 1 : end
            found.append((end - start, DiskToken(rule: .named("target"), value: (start + 7)..<value, end: end)))
        }
        let name = scan.first(from: start) { !isNameByte($0) && $0 != UInt8(ascii: "-") }
        if isLetter(bytes[start]), name + 1 < bytes.count, bytes[name] == UInt8(ascii: "="), !scan.isComma(at: name + 1)
        {
            // One byte of the value is all that this rule takes.
            let (match, token) = scan.token(.unknownName, from: start, to: name + 2)
            found.append((match, DiskToken(rule: .unknownName, value: start..<name, end: token.end)))
        }
        let colon = scan.first(from: start) { !isNameByte($0) }
        if isLetter(bytes[start]), colon < bytes.count, bytes[colon] == UInt8(ascii: ":") {
            let word = String(decoding: bytes[start..<colon], as: UTF8.self)
            let lineEnd = scan.lineEnd(from: colon + 1)
            if prefixes.contains(word) {
                let token = DiskToken(rule: .prefix(word), value: start..<(colon + 1), end: colon + 1)
                found.append((lineEnd - start, token))
            }
            let follows = colon + 1 < lineEnd && !isNameByte(bytes[colon + 1])
            let match = (follows ? lineEnd : colon + 1) - start
            found.append((match, DiskToken(rule: .unknownPrefix, value: start..<(colon + 1), end: bytes.count)))
        }
        let end = scan.itemEnd
        if end > start || scan.isComma(at: end) { found.append(scan.token(.positional, from: start, to: end)) }
        return found
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func isNameByte(_ byte: UInt8) -> Bool { isLetter(byte) || (48...57).contains(byte) }
}
