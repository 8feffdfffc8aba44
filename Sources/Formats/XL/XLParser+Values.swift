extension XLParser {
    /// A string or a number; `nil`, with the cursor where it was, when neither starts here.
    ///
    /// A string with an error in it is named and read as far as it makes sense.
    mutating func atom() -> XLNode? {
        guard let first = byte else { return nil }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return string(quote: first) }
        guard first.isDigit else { return nil }
        let number = span(while: \.continuesNumber)
        guard let next = byte, next.continuesWord else { return XLNode(.atom(Array(bytes[number])), span: number) }
        at = number.lowerBound
        return nil
    }

    private mutating func string(quote: UInt8) -> XLNode {
        let start = at
        at += 1
        var content: [UInt8] = []
        var copied = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == quote {
                if content.isEmpty { content = Array(bytes[copied..<at]) } else { content += bytes[copied..<at] }
                at += 1
                return XLNode(.atom(content), span: start..<at)
            }
            switch byte {
            case UInt8(ascii: "\\") where at + 1 < bytes.count && bytes[at + 1] != UInt8(ascii: "\n"):
                content += bytes[copied..<at]
                escape(into: &content)
                copied = at
            case UInt8(ascii: "\n"):
                report(.unclosedString, start..<endOfText(from: start))
                return XLNode(.atom(content), span: start..<at)
            case 0:
                at += 1
                report(.nulByte, at - 1..<at)
            default: at += 1
            }
        }
        report(.unclosedString, start..<endOfText(from: start))
        return XLNode(.atom(content), span: start..<bytes.count)
    }

    /// Where the text before the cursor ends when a CR is taken for a part of the newline.
    private func endOfText(from start: Int) -> Int {
        at - 1 > start && at <= bytes.count && bytes[at - 1] == UInt8(ascii: "\r") ? at - 1 : max(at, start + 1)
    }

    /// Source: Xen tools/libs/util/libxlu_cfg.c, xlu__cfgl_dequote.
    private mutating func escape(into content: inout [UInt8]) {
        let start = at
        let letter = bytes[at + 1]
        at += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): content.append(letter)
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "x"): report(.hexadecimalEscape(shown(bytes[start..<at])), start..<at)
        case UInt8(ascii: "0")...UInt8(ascii: "7"): octalEscape(from: start)
        case 0: report(.nulByte, at - 1..<at)
        default:
            while at < bytes.count, bytes[at] & 0xC0 == 0x80 { at += 1 }
            report(.unknownEscape(shown(bytes[start..<at])), start..<at)
        }
    }

    /// What libxlutil makes of an octal escape: nothing.
    ///
    /// After its first digit it takes up to three more characters, those that strtoul(3) takes in base 10 (blanks, a sign,
    /// digits), and wants at least two; it then forgets them.
    private mutating func octalEscape(from start: Int) {
        let limit = min(at + 3, bytes.count)
        var end = at
        while end < limit, bytes[end] == 0x20 || (0x09...0x0D).contains(bytes[end]) && bytes[end] != 0x0A { end += 1 }
        if end < limit, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
        let digits = end
        while end < limit, bytes[end].isDigit { end += 1 }
        guard end > digits, end - at >= 2 else {
            return report(.shortOctalEscape(shown(bytes[start..<at])), start..<at)
        }
        at = end
        report(.droppedEscape(shown(bytes[start..<at])), start..<at)
    }

    // MARK: - Lists

    private struct OpenList {
        let start: Int
        var elements: [XLNode] = []

        init(start: Int) {
            self.start = start
            elements.reserveCapacity(4)
        }
    }

    /// The list that starts here; `nil` when it is never closed, with the cursor where the next statement may start.
    mutating func list() -> XLNode? {
        var outer: [OpenList] = []
        var current = OpenList(start: at)
        var wantsValue = true
        var endsInOpenString = false
        at += 1
        while true {
            skipBlanks()
            guard let byte else { break }
            switch byte {
            case UInt8(ascii: "\n"): at += 1
            case UInt8(ascii: "#"): skipComment()
            case UInt8(ascii: ","):
                at += 1
                if wantsValue { report(.emptyElement, at - 1..<at) }
                wantsValue = true
            case UInt8(ascii: "]"):
                at += 1
                let node = XLNode(.list(current.elements), span: current.start..<at)
                guard let parent = outer.popLast() else { return node }
                current = parent
                current.elements.append(node)
                wantsValue = false
            case UInt8(ascii: ";"):
                at += 1
                report(.semicolonInList, at - 1..<at)
                wantsValue = true
            default:
                if byte.startsKey, startsAssignment() {
                    report(.unclosedList, current.start..<current.start + 1)
                    return nil
                }
                // After a string that ran to the end of its line, the comma is probably in it.
                if !wantsValue, !endsInOpenString, startsValue(byte) { report(.missingComma, at..<at + 1) }
                wantsValue = false
                let errorsBefore = errors.count
                if byte == UInt8(ascii: "[") {
                    guard outer.count + 1 < XLGrammar.nestingLimit else { return tooDeep() }
                    outer.append(current)
                    current = OpenList(start: at)
                    at += 1
                    wantsValue = true
                } else if let atom = atom() {
                    current.elements.append(atom)
                    endsInOpenString = errors.count > errorsBefore && self.byte == UInt8(ascii: "\n")
                } else if at < bytes.count {
                    strayValue()
                }
            }
        }
        report(.unclosedList, current.start..<current.start + 1)
        return nil
    }

    private func startsValue(_ byte: UInt8) -> Bool {
        byte.isDigit || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "[")
    }

    /// Whether a key and its operator stand here: then a list before them was not closed.
    private func startsAssignment() -> Bool {
        var ahead = at
        while ahead < bytes.count, bytes[ahead].continuesKey { ahead += 1 }
        while ahead < bytes.count, bytes[ahead] == UInt8(ascii: " ") || bytes[ahead] == UInt8(ascii: "\t") {
            ahead += 1
        }
        if ahead < bytes.count, bytes[ahead] == UInt8(ascii: "+") { ahead += 1 }
        return ahead < bytes.count && bytes[ahead] == UInt8(ascii: "=")
    }

    /// Such a file was not written by a person: nothing after this makes sense.
    private mutating func tooDeep() -> XLNode? {
        report(.nestedTooDeep(limit: XLGrammar.nestingLimit), at..<at + 1)
        at = bytes.count
        return nil
    }
}
