/// One piece of a comma list: a bare word, or a name, `=` and a value.
struct SpecificationItem: Equatable {
    let name: String
    /// `nil` for a bare word.
    let value: String?
    let range: Range<Int>
    let valueRange: Range<Int>

    var nameRange: Range<Int> { range.lowerBound..<(range.lowerBound + name.utf8.count) }

    /// Cuts a string as C's `strtok` does: empty pieces do not count, and blanks before a piece are skipped.
    ///
    /// With `trims`, blanks around names and values go too, as in `channel` and `p9`.
    static func split(_ text: String, at separator: Character = ",", trims: Bool = false) -> [SpecificationItem] {
        let bytes = Array(text.utf8)
        return bytes.split(separator: separator.asciiValue ?? 0).compactMap { piece in
            let item = piece.drop { $0 == UInt8(ascii: " ") }
            guard !item.isEmpty else { return nil }
            guard let equals = item.firstIndex(of: UInt8(ascii: "=")) else {
                let word = trims ? trimmed(item) : item
                return SpecificationItem(
                    name: string(word), value: nil, range: word.startIndex..<word.endIndex,
                    valueRange: word.endIndex..<word.endIndex)
            }
            let name = trims ? trimmed(item[..<equals]) : item[..<equals]
            let value = trims ? trimmed(item[(equals + 1)...]) : item[(equals + 1)...]
            return SpecificationItem(
                name: string(name), value: string(value), range: item.startIndex..<item.endIndex,
                valueRange: value.startIndex..<value.endIndex)
        }
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0d).contains(byte) }
        let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        return bytes[start..<end]
    }
}

/// Reads the `name=value` items of one specification, of which the last of a name counts.
struct SpecificationReader {
    private let grammar: String
    private let length: Int
    private let items: [SpecificationItem]

    /// Cuts the text, and checks that each item is one that the grammar has.
    ///
    /// - Parameters:
    ///   - text: the whole specification.
    ///   - grammar: what to call it in a message, as `vif`.
    ///   - names: the items that take a value.
    ///   - flags: the items that are bare words.
    ///   - trims: whether blanks around names and values do not count.
    ///   - remarks: gains a word on items that are given twice.
    /// - Throws: the first item that the grammar does not have, or that lacks its value.
    init(
        _ text: String, grammar: String, names: [String], flags: [String] = [], trims: Bool = false,
        remarks: inout [SpecificationRemark]
    ) throws(SpecificationError) {
        self.grammar = grammar
        length = text.utf8.count
        items = SpecificationItem.split(text, trims: trims)
        var seen: Set<String> = []
        for item in items {
            let isKnown = item.value == nil ? flags.contains(item.name) : names.contains(item.name)
            guard isKnown else {
                if item.value == nil, names.contains(item.name) {
                    throw SpecificationError(.noValue(item.name), item.range)
                }
                throw SpecificationError(.unknownItem(item.name, of: grammar, known: names + flags), item.nameRange)
            }
            if !seen.insert(item.name).inserted {
                remarks.append(.init(.surprise("\(item.name) is given twice, the last one counts"), item.range))
            }
        }
    }

    func item(_ name: String) -> SpecificationItem? { items.last { $0.name == name } }

    /// The last item that has any of these names.
    func last(of names: [String]) -> SpecificationItem? { items.last { names.contains($0.name) } }

    func string(_ name: String) -> String? { item(name)?.value }

    func required(_ name: String) throws(SpecificationError) -> String {
        guard let value = string(name) else { throw SpecificationError(.missing(name), 0..<length) }
        return value
    }

    /// A word of a closed set.
    func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, as: Word.Type = Word.self
    ) throws(SpecificationError) -> Word? where Word.RawValue == String {
        guard let item = item(name), let text = item.value else { return nil }
        guard let word = Word(rawValue: text) else {
            throw SpecificationError(
                .unknownWord(text, for: "\(grammar) \(name)", allowed: Word.allCases.map(\.rawValue)), item.valueRange)
        }
        return word
    }

    /// A word of a closed set, where upper and lower case are the same, as in all enumerations that libxl itself reads.
    func foldedWord<Word: RawRepresentable & CaseIterable>(
        _ name: String, as: Word.Type = Word.self
    ) throws(SpecificationError) -> Word? where Word.RawValue == String {
        guard let text = string(name) else { return nil }
        let word = Word.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
        if let word { return word }
        return try self.word(name)
    }

    /// A number, decimal or as C writes octal and hexadecimal ones.
    func number(
        _ name: String, in range: ClosedRange<Int> = 0...Int(UInt32.max), remarks: inout [SpecificationRemark]
    ) throws(SpecificationError) -> Int? {
        guard let item = item(name), let text = item.value else { return nil }
        guard let number = XLNumber.parse(text) else {
            throw SpecificationError(.malformed(text, for: name, want: "a number"), item.valueRange)
        }
        guard range.contains(number) else {
            throw SpecificationError(.outOfRange(text, for: name, range), item.valueRange)
        }
        if XLNumber.isSurprisinglyOctal(text.utf8) { remarks.append(.octal(text, item.valueRange)) }
        return number
    }

    /// A decimal number, where a leading zero means nothing.
    func decimal(
        _ name: String, in range: ClosedRange<Int> = 0...Int(UInt32.max)
    ) throws(SpecificationError) -> Int? {
        guard let item = item(name), let text = item.value else { return nil }
        guard let number = XLNumber.decimal(text.utf8) else {
            throw SpecificationError(.malformed(text, for: name, want: "a number"), item.valueRange)
        }
        guard range.contains(number) else {
            throw SpecificationError(.outOfRange(text, for: name, range), item.valueRange)
        }
        return number
    }

    /// 0 or 1; xl takes any number, and each one but zero as yes.
    func bool(_ name: String) throws(SpecificationError) -> Bool? {
        guard let item = item(name), let text = item.value else { return nil }
        guard let number = XLNumber.parse(text) else {
            throw SpecificationError(.malformed(text, for: name, want: "0 or 1"), item.valueRange)
        }
        return number != 0
    }
}

extension SpecificationRemark {
    static func octal(_ text: String, _ range: Range<Int>) -> SpecificationRemark {
        let value = XLNumber.parse(text).map(String.init) ?? "another number"
        return SpecificationRemark(
            .surprise("\"\(text)\" starts with a zero, so it is octal and means \(value)"), range,
            hint: "leave the leading zero out")
    }
}

/// Writes `name=value` items, of those that are there.
func specificationText(_ items: [(name: String, value: String?)]) -> String {
    items.compactMap { item in item.value.map { "\(item.name)=\($0)" } }.joined(separator: ",")
}

/// A yes or no as these items write it.
func specificationBool(_ value: Bool?) -> String? { value.map { $0 ? "1" : "0" } }

func specificationNumber(_ value: Int?) -> String? { value.map(String.init) }
