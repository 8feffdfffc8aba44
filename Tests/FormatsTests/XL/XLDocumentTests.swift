import Formats
import Testing

private func document(_ text: String) -> XLDocument { XLDocument(parsing: SourceText(name: "web.cfg", text: text)) }

@Suite struct `reading an xl file` {
    @Test func `keys, texts, numbers and nested lists have their values and places`() {
        let document = document("a = 'x' # why\nb.c=[\n 1, # one\n [\"y\"],\n]\n")
        #expect(document.diagnostics == [])
        #expect(
            document.settings == [
                XLSetting(
                    key: "a", keySpan: 0..<1, operator: .set, value: XLNode(.atom(Array("x".utf8)), span: 4..<7)),
                XLSetting(
                    key: "b.c", keySpan: 14..<17, operator: .set,
                    value: XLNode(
                        .list([
                            XLNode(.atom(Array("1".utf8)), span: 21..<22),
                            XLNode(.list([XLNode(.atom(Array("y".utf8)), span: 32..<35)]), span: 31..<36),
                        ]), span: 18..<39)),
            ])
    }

    @Test(arguments: [
        ("a = 1\na = 2\n", XLValue.string("2")),
        ("a += 'x'\na += 'y'\n", .string("xy")),
        ("a = 'w'; a = 'x'; a += 'y'", .string("xy")),
        ("a = [1]\na += [[2], 3]\n", .list([.string("1"), .list([.string("2")]), .string("3")])),
        ("a = []", .list([])),
        ("a = [\n\n]", .list([])),
        ("a = [1,\n]", .list([.string("1")])),
        (#"a = "\"\'\\\a\b\f\n\r\t\v""#, .atom([0x22, 0x27, 0x5C, 7, 8, 12, 10, 13, 9, 11])),
        ("a = '\u{e9}\r'", .string("\u{e9}\r")),
        ("a = 0x1f", .string("0x1f")),
    ])
    func `the value is the one that xl reads`(text: String, value: XLValue) {
        let document = document(text)
        #expect(!document.hasErrors)
        #expect(document["a"]?.value == value)
    }

    @Test(arguments: [
        ("a = 08", XLDocument.IntegerError.unreadable(.notANumber)),
        ("a = ''", .unreadable(.notANumber)),
        ("a = 0x", .unreadable(.notANumber)),
        ("a = '1G'", .unreadable(.notANumber)),
        ("a = 9223372036854775808", .unreadable(.outOfRange)),
        ("a += 1", .appended),
        ("a = [1]", .list),
        ("b = 1", .missing),
    ])
    func `what xl refuses as a number is refused`(text: String, error: XLDocument.IntegerError) {
        #expect(throws: error) { try document(text).integer("a") }
    }

    @Test func `a leading zero makes a number octal`() throws {
        #expect(try document("a = 010").integer("a").value == 8)
        #expect(try document("a = 010").integer("a").radix == .octal)
        #expect(try document("a = 0").integer("a").radix == .decimal)
        #expect(try document("a = ' -0x1F'").integer("a").value == -31)
        #expect(try document("a = '-9223372036854775808'").integer("a").value == .min)
    }

    @Test func `whether a value was quoted is known`() {
        let document = document("a = 8\nb = '8'\n")
        #expect(document["a"]?.isQuoted(in: document.source) == false)
        #expect(document["b"]?.isQuoted(in: document.source) == true)
    }
}

@Suite struct `editing an xl file` {
    @Test(arguments: [
        ("# top\na  =  1  # one\nb=2", "a", XLValue.string("x y"), "# top\na  =  \"x y\"  # one\nb=2"),
        ("a = 1\na = 2\n", "a", .string("3"), "a = 1\na = 3\n"),
        ("a = [1]\nb = 1\na += [\n 2\n] # two\n", "a", .list([]), "b = 1\na = [] # two\n"),
        ("a = 1", "b", .string("2"), "a = 1\nb = 2\n"),
        ("", "b", .list([.string("2"), .string("c")]), "b = [2, \"c\"]\n"),
    ])
    func `setting a key touches nothing else`(before: String, key: String, value: XLValue, after: String) throws {
        var document = document(before)
        try document.set(key, to: value)
        #expect(document.text == after)
        #expect(document[key]?.value == value)
    }

    @Test(arguments: [
        ("x=1\n  a = [\n 1, # one\n] # two\ny=2\n", "x=1\ny=2\n"),
        ("a=1; b=2; c=3 # x\n", "b=2; c=3 # x\n"),
        ("b=2; a=1; c=3", "b=2; c=3"),
        ("b=2; a=1 # x\n", "b=2 # x\n"),
        ("b=2\na=1", "b=2\n"),
        ("a=1;\nb=2\na+=3 # more\n", "b=2\n"),
        ("a=1;;b=2\n", ";b=2\n"),
        ("a=1; a=2; a=3", ""),
        ("b=1;a=1;a=2", "b=1;"),
        ("b=1", "b=1"),
    ])
    func `removing a key removes its assignments and no others`(before: String, after: String) {
        var document = document(before)
        document.remove("a")
        #expect(document.text == after)
        #expect(document.setting("a") == nil)
        #expect(!document.hasErrors)
    }

    @Test func `what the grammar cannot carry is an error`() {
        var document = document("")
        #expect(throws: XLPrintError.nulByte) { try document.set("a", to: .atom([0])) }
        #expect(throws: XLPrintError.notAKey("A")) { try document.set("A", to: .string("")) }
        var deep = XLValue.list([])
        for _ in 0..<256 { deep = .list([deep]) }
        #expect(throws: XLPrintError.nestedTooDeep(limit: 256)) { try XLPrinter.text(of: deep) }
    }
}

@Suite struct `printing xl values` {
    @Test(arguments: [
        (XLValue.string("512"), "512"),
        (.string("0"), "0"),
        (.string("010"), "\"010\""),
        (.string("say \"hi\""), "'say \"hi\"'"),
        (.string("'\"\\\n"), "\"'\\\"\\\\\\n\""),
        (.list([.string("a"), .list([])]), "[\"a\", []]"),
    ])
    func `a value has one spelling`(value: XLValue, text: String) throws {
        #expect(String(decoding: try XLPrinter.text(of: value), as: UTF8.self) == text)
    }

    @Test func `every value comes back as it was`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let value = Self.value(depth: 0, &random)
            let text = try XLPrinter.assignment("a", value)
            let document = XLDocument(parsing: SourceText(name: "a", bytes: text))
            #expect(document.diagnostics == [])
            #expect(document["a"]?.value == value, "\(text)")
        }
    }

    private static func value(depth: Int, _ random: inout some RandomNumberGenerator) -> XLValue {
        if depth < 4, Int.random(in: 0..<3, using: &random) == 0 {
            let count = Int.random(in: 0..<5, using: &random)
            return .list((0..<count).map { _ in value(depth: depth + 1, &random) })
        }
        let count = Int.random(in: 0..<40, using: &random)
        return .atom((0..<count).map { _ in UInt8.random(in: 1...255, using: &random) })
    }
}

@Suite struct `editing a list of an xl file` {
    @Test(arguments: [
        ("a = []\n", "a = [\"x\"]\n"),
        ("a = [ ]", "a = [\"x\"]"),
        ("a = [1] # one\n", "a = [1, \"x\"] # one\n"),
        ("a = [1, ]\n", "a = [1, \"x\" ]\n"),
        ("a = [\n  1,\n  2, # two\n]\n", "a = [\n  1,\n  2, # two\n  \"x\",\n]\n"),
        ("a = [\n  1, # one, alone\n  2 # two, too\n]\n", "a = [\n  1, # one, alone\n  2, # two, too\n  \"x\",\n]\n"),
        ("a = [1]\na += [2]\nb = 1\n", "a = [1]\na += [2, \"x\"]\nb = 1\n"),
        ("b = 1", "b = 1\na = [\"x\"]\n"),
    ])
    func `an element is added in the layout that is there`(before: String, after: String) throws {
        var document = document(before)
        try document.add([.string("x")], to: "a")
        #expect(document.text == after)
        #expect(!document.hasErrors)
    }

    @Test(arguments: [
        ("a = [1]\n", 0, "a = []\n"),
        ("a = [1,]\n", 0, "a = []\n"),
        ("a = [1, 2]\n", 0, "a = [2]\n"),
        ("a = [1, 2]\n", 1, "a = [1]\n"),
        ("a = [1, 2,]\n", 1, "a = [1,]\n"),
        ("a = [\n 1, # one\n # of two\n 2, # two\n]\n", 0, "a = [\n # of two\n 2, # two\n]\n"),
        ("a = [\n 1, # one\n 2 # two\n]\n", 1, "a = [\n 1, # one\n]\n"),
        ("a = [\n 1, # one\n 2 ]\n", 1, "a = [\n 1 ]\n"),
        ("a = [1]\na += [2, 3]\n", 1, "a = [1]\na += [3]\n"),
        ("a = [1]\n", 7, "a = [1]\n"),
    ])
    func `an element is removed with its line, where it has one`(before: String, index: Int, after: String) {
        var document = document(before)
        document.removeElement(index, of: "a")
        #expect(document.text == after)
        #expect(!document.hasErrors)
    }
}
