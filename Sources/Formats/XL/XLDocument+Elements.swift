extension XLDocument {
    /// Adds elements to the end of a list, in the layout that it has; a key that is not there becomes a list of them.
    ///
    /// - Precondition: the key has no value, or a list.
    package mutating func add(_ elements: [XLValue], to key: String) throws(XLPrintError) {
        guard let setting = setting(key), case .list(let nodes) = setting.value.content else {
            return try set(key, to: .list(elements))
        }
        var texts: [[UInt8]] = []
        for element in elements { texts.append(try XLPrinter.text(of: element)) }
        let joined = Array(texts.joined(separator: Array(", ".utf8)))
        let end = setting.value.span.upperBound - 1
        guard let last = nodes.last else {
            return apply([(setting.value.span.lowerBound + 1..<end, joined)])
        }
        let comma = comma(after: last, before: end)
        guard startsLine(last.span.lowerBound), startsLine(end) else {
            let place = comma.map { $0 + 1 } ?? last.span.upperBound
            return apply([(place..<place, Array((comma == nil ? ", " : " ").utf8) + joined)])
        }
        // An element on each line: so are the new ones.
        let indentation = Array(bytes[startOfLine(last.span.lowerBound)..<last.span.lowerBound])
        let lines = texts.flatMap { indentation + $0 + Array(",\n".utf8) }
        let place = startOfLine(end)
        let separator: [(span: Range<Int>, text: [UInt8])] =
            comma == nil ? [(last.span.upperBound..<last.span.upperBound, [UInt8(ascii: ",")])] : []
        apply(separator + [(place..<place, lines)])
    }

    /// Removes an element of a list, counted over all assignments of its key: its whole line where it has one.
    package mutating func removeElement(_ index: Int, of key: String) {
        guard let node = self[key], case .list(let all) = node.content, all.indices.contains(index),
            let setting = settings.first(where: { $0.value.span.contains(all[index].span.lowerBound) }),
            case .list(let nodes) = setting.value.content,
            let place = nodes.firstIndex(where: { $0.span == all[index].span })
        else { return }
        let element = nodes[place]
        let end = setting.value.span.upperBound - 1
        let comma = comma(after: element, before: end)
        let next = nodes.indices.contains(place + 1) ? nodes[place + 1] : nil
        let endOfLine = bytes[element.span.upperBound...].firstIndex(of: UInt8(ascii: "\n"))
        if startsLine(element.span.lowerBound), let endOfLine, endOfLine < next?.span.lowerBound ?? end,
            (comma ?? element.span.upperBound) <= endOfLine
        {
            return apply([(startOfLine(element.span.lowerBound)..<endOfLine + 1, [])])
        }
        if let next { return apply([(element.span.lowerBound..<next.span.lowerBound, [])]) }
        guard place > 0 else {
            return apply([(element.span.lowerBound..<(comma ?? element.span.upperBound - 1) + 1, [])])
        }
        apply([(nodes[place - 1].span.upperBound..<element.span.upperBound, [])])
    }

    /// The comma behind an element, which may stand behind blanks, newlines and comments.
    private func comma(after element: XLNode, before end: Int) -> Int? {
        var place = element.span.upperBound
        while place < end, bytes[place] != UInt8(ascii: ",") {
            guard bytes[place] == UInt8(ascii: "#") else {
                place += 1
                continue
            }
            place = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? end
        }
        return place < end ? place : nil
    }

    private func startOfLine(_ place: Int) -> Int {
        bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }

    /// Whether only blanks stand before it in its line.
    private func startsLine(_ place: Int) -> Bool {
        (startOfLine(place)..<place).allSatisfy(isBlank)
    }
}
