import Formats
import Testing

private func diagnostics(_ text: String) -> [Diagnostic] {
    XLDocument(parsing: SourceText(name: "web.cfg", text: text)).diagnostics
}

@Suite struct `errors of an xl file` {
    @Test(arguments: [
        ("Memory = 1", 0..<6, "\"Memory\" cannot be a key", "write it in lower case: memory"),
        (
            "kernel-args = 1", 0..<11, "\"kernel-args\" cannot be a key",
            "a key starts with a lower-case letter and has lower-case letters, digits, \".\" and \"_\""
        ),
        ("a 1", 0..<1, "\"a\" is not followed by \"=\"", "write a = VALUE, or put \"#\" before a comment"),
        ("import os", 0..<6, "\"import\" is not followed by \"=\"", "xl does not run Python in its files"),
        ("a = # no", 0..<1, "\"a\" has no value", "write the value on the same line, as in a = \"text\""),
        ("a = True", 4..<8, "\"True\" is not quoted", "write 1 for yes, or \"True\" for the text"),
        ("a = [x]", 5..<6, "\"x\" is not quoted", "write \"x\""),
        (
            "a = 1G", 4..<6, "\"1G\" is not a number",
            "a number is plain digits, without a sign or a unit; a text needs quotes: \"1G\""
        ),
        (
            "a = -1", 4..<6, "\"-1\" is not a number",
            "a number is plain digits, without a sign or a unit; a text needs quotes: \"-1\""
        ),
        (
            "a = \"b", 4..<6, "the string is not closed on its line",
            "close it with the quote that it starts with; write \\n for a newline"
        ),
        (
            "a = 'C:\\dir'", 7..<9, "xl does not know the escape \"\\d\"",
            "write \\\\ for a backslash; the escapes are \\\" \\' \\\\ \\a \\b \\f \\n \\r \\t \\v"
        ),
        (
            "a = '\\x41'", 5..<7, "xl cannot read hexadecimal escapes",
            "write the character itself, or \\\\ for a backslash"
        ),
        ("a = '\\0'", 5..<7, "xl cannot read octal escapes", "write the character itself, or \\\\ for a backslash"),
        (
            "a = 1 b = 2", 6..<7, "\"b\" follows the value on the same line",
            "put each assignment on a line of its own, or \";\" between two"
        ),
        (
            "a = ['b' 'c']", 9..<10, "a comma is missing before this value", "write \",\" between the values of a list"
        ),
        (
            "a = [1,,2]", 7..<8, "a value is missing before this comma",
            "leave the comma out, or write \"\" for an empty value"
        ),
        ("a = [1;2]", 6..<7, "\";\" cannot stand in a list", "write \",\" between the values of a list"),
        ("a = [\n1,\nb = 2", 4..<5, "the list that opens here is never closed", "write \"]\" after its last value"),
        ("a = [1", 4..<5, "the list that opens here is never closed", "write \"]\" after its last value"),
        ("a = 1\n]", 6..<7, "this \"]\" closes no list", "leave it out, or open the list with \"[\""),
        (
            "a = 1\na += [2]", 11..<14, "a list cannot be added to \"a\", which holds a single value",
            "write a = [\"first\"] in the earlier assignment"
        ),
        (
            "a = [1]\na += 2", 13..<14, "a single value cannot be added to \"a\", which holds a list",
            "write a += [\"more\"]"
        ),
        (
            "a = 1 # one", 6..<11, "the file ends inside a comment, which xl does not read",
            "end the last line with a newline"
        ),
        (
            "# x\na = 1\r\nb = [\r\n1]\r\n", 9..<10, "the lines end in CR LF, which xl does not read",
            "run: sed -i 's/\\r$//' web.cfg"
        ),
        (
            "\u{FEFF}a = 1", 0..<3, "the file starts with a byte order mark, which xl does not read",
            "run: sed -i '1s/^\\xEF\\xBB\\xBF//' web.cfg"
        ),
        ("a = 'b\0c'", 6..<7, "a NUL byte cannot stand here", "is this a text file?"),
        ("\0", 0..<1, "a NUL byte cannot stand here", "is this a text file?"),
        ("(1)", 0..<3, "\"(1)\" has no meaning here", "text needs quotes; xl does not run Python in its files"),
        ("a = 1\n@", 6..<7, "\"@\" has no meaning here", "text needs quotes, comments start with \"#\""),
    ])
    func `each has its place, its sentence and its remedy`(
        text: String, span: Range<Int>, message: String, hint: String
    ) {
        #expect(diagnostics(text) == [Diagnostic(.error, file: "web.cfg", span: span, message, hint: hint)])
    }

    @Test(arguments: [
        ("a = '\\012'", 5..<9, "xl reads \"\\012\" as nothing", "write the character itself, or \\\\ for a backslash"),
        (
            "a = 1\n\na = 2", 7..<8, "\"a\" was already set on line 1; the last assignment counts",
            "leave one of them out"
        ),
    ])
    func `what xl takes in silence is a warning`(text: String, span: Range<Int>, message: String, hint: String) {
        #expect(diagnostics(text) == [Diagnostic(.warning, file: "web.cfg", span: span, message, hint: hint)])
    }

    @Test func `every error is reported, and what follows it is still read`() {
        let document = XLDocument(
            parsing: SourceText(
                name: "web.cfg", text: "A = 1\nb = [c, \"d\" 'e',\n\\,]\nf = 'ok'\ng = 1h\nh = 2 # no newline"))
        #expect(
            document.diagnostics.map(\.message) == [
                "\"A\" cannot be a key", "\"c\" is not quoted", "a comma is missing before this value",
                "\"\\\" has no meaning here", "\"1h\" is not a number",
                "the file ends inside a comment, which xl does not read",
            ])
        #expect(document["f"]?.value == .string("ok"))
        #expect(document["h"]?.value == .string("2"))
    }
}

@Suite struct `one mistake` {
    @Test(arguments: [
        ("disk = [ 'a,\n 'b' ]\n", ["the string is not closed on its line"]),
        ("disk = [ 'a' b ]\n", ["\"b\" is not quoted"]),
        ("disk = [ 'a', 'b'\nvif = []\n", ["the list that opens here is never closed"]),
        ("memory = 512 MB\n", ["\"MB\" follows the value on the same line"]),
        ("memory 512 # MB\n", ["\"memory\" is not followed by \"=\""]),
        ("if x > 3:\n", ["\"if\" is not followed by \"=\""]),
        ("uuid = 5b3e-11\n", ["\"5b3e-11\" is not a number"]),
        ("ip = 10.0.0.1\n", ["\"10.0.0.1\" is not a number"]),
        ("kernel = /boot/vmlinuz\n", ["\"/boot/vmlinuz\" is not quoted"]),
        ("a = 1, 2\n", ["\",\" follows the value on the same line"]),
    ])
    func `is one error`(text: String, messages: [String]) {
        #expect(diagnostics(text).map(\.message) == messages)
    }

    @Test func `a file name is quoted in a command`() {
        let source = SourceText(name: "it's.cfg", text: "a = 1\r\n")
        #expect(XLDocument(parsing: source).diagnostics.map(\.hint) == ["run: sed -i 's/\\r$//' 'it'\\''s.cfg'"])
    }
}

@Suite struct `hostile xl files` {
    private func parse(_ bytes: [UInt8]) -> XLDocument { XLDocument(parsing: SourceText(name: "x", bytes: bytes)) }

    @Test func `a hundred thousand brackets are one error`() {
        let brackets = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(parse(brackets).diagnostics.map(\.message) == ["\"[\" has no meaning here"])
        #expect(
            parse(Array("a=".utf8) + brackets).diagnostics.map(\.message) == ["lists are nested more than 256 deep"])
        #expect(
            parse(Array("a=".utf8) + brackets.map { _ in UInt8(ascii: "]") }).diagnostics.map(\.message)
                == ["this \"]\" closes no list"])
    }

    @Test func `the deepest list is read and printed`() throws {
        let nested = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
        let document = parse(Array("a = \(nested)\n".utf8))
        #expect(document.diagnostics == [])
        let value = try #require(document["a"]?.value)
        #expect(try XLPrinter.text(of: value) == Array(nested.utf8))
    }

    @Test(arguments: [UInt8(0), 0xFF, 0x0D, 0x5C, 0x22, 0x41, 0x2C, 0x5D])
    func `a file of one byte, again and again, is refused`(byte: UInt8) {
        let document = parse([UInt8](repeating: byte, count: 50_000))
        #expect(document.hasErrors)
        #expect([Diagnostic](document.diagnostics.prefix(3)).rendered(source: document.source).utf8.count < 2000)
    }

    @Test func `very many additions are read in linear time`() {
        let count = 50_000
        let text = "a = ''\n" + String(repeating: "a += 'xyz'\n", count: count)
        #expect(parse(Array(text.utf8))["a"]?.value == .string(String(repeating: "xyz", count: count)))
    }

    @Test func `ten megabytes are read`() {
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000)
        #expect(parse(Array("a='".utf8) + line + [0x27])["a"]?.value == .atom(line))
    }

    @Test func `a thousand errors are enough`() {
        let document = parse(Array(String(repeating: "A\n", count: 100_000).utf8))
        #expect(document.diagnostics.count == 1001)
        #expect(
            document.diagnostics.last?.message
                == "there are more than 1000 errors and warnings; the rest of the file was not read")
        #expect(document.diagnostics.rendered(source: document.source).utf8.count < 200_000)
    }

    @Test func `invalid UTF-8 in a string passes through`() {
        #expect(parse(Array("a='".utf8) + [0xFF, 0xC3, 0x27])["a"]?.value == .atom([0xFF, 0xC3]))
    }
}
