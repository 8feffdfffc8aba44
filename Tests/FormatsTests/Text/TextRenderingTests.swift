import Formats
import Testing

@Suite struct `diagnostics as a person sees them` {
    private func rendered(_ bytes: [UInt8], _ span: Range<Int>?, key: String? = nil, hint: String? = nil) -> String {
        Diagnostic(.error, file: "a.cfg", span: span, "it is wrong", key: key, hint: hint)
            .rendered(source: SourceText(name: "a.cfg", bytes: bytes))
    }

    @Test func `place, sentence, key, line, carets and hint are shown`() {
        #expect(
            rendered(Array("a = 1\nmemory = \"2 gigs\"\n".utf8), 15..<23, key: "memory", hint: "write \"2G\"") == """
                a.cfg:2:10: error: it is wrong [memory]
                 2 | memory = "2 gigs"
                   |          ^^^^^^^^
                   = hint: write "2G"
                """)
    }

    @Test func `without a span only the sentence and the hint are shown`() {
        #expect(rendered([], nil, hint: "do it") == "a.cfg: error: it is wrong\n  = hint: do it")
    }

    @Test func `tabs, wide and combining characters keep the caret in place`() {
        #expect(
            rendered(Array("\té漢e\u{301}x".utf8), 9..<10) == """
                a.cfg:1:10: error: it is wrong
                 1 |     é漢e\u{301}x
                   |         ^
                """)
    }

    @Test func `no control character and no bad byte reaches the terminal`() {
        #expect(
            rendered([0x1B, 0x5B, 0x00, 0xFF, 0xE2, 0x80, 0xAE, 0xC3, 0x78], 3..<4) == """
                a.cfg:1:4: error: it is wrong
                 1 | \\u{1b}[\\u{0}\\xff\\u{202e}\\xc3x
                   |             ^^^^
                """)
        let hostile = Diagnostic(.error, file: "\u{1B}]0;x", "\u{7}", key: "\u{8}", hint: "\u{9B}")
        #expect(hostile.rendered(source: nil) == "\\u{1b}]0;x: error: \\u{7} [\\u{8}]\n  = hint: \\u{9b}")
    }

    @Test func `a span over lines or past the end marks what its first line has`() {
        #expect(rendered(Array("ab\ncd\n".utf8), 1..<5).hasSuffix("\n 1 | ab\n   |  ^"))
        #expect(rendered(Array("ab".utf8), 2..<9).hasSuffix("\n 1 | ab\n   |   ^"))
        #expect(rendered(Array("ab\n".utf8), 7..<9).hasSuffix("a.cfg:2:1: error: it is wrong\n 2 | \n   | ^"))
    }

    @Test func `a long line is cut about the caret`() {
        let line = Array(repeating: UInt8(ascii: "x"), count: 1_000_000)
        let rows = rendered(line, 500_000..<500_003).split(separator: "\n")
        #expect(rows[0] == "a.cfg:1:500001: error: it is wrong")
        #expect(rows[1] == " 1 | …" + String(repeating: "x", count: 100) + "…")
        #expect(rows[2] == "   | " + String(repeating: " ", count: 41) + "^^^")
    }

    @Test func `color is added only when asked for`() {
        let diagnostic = Diagnostic(.warning, file: "a", span: 0..<1, "odd")
        #expect(
            [diagnostic].rendered(source: SourceText(name: "a", text: "x"), color: true)
                == "\u{1B}[1ma:1:1:\u{1B}[0m \u{1B}[1;33mwarning:\u{1B}[0m odd\n 1 | x\n   | \u{1B}[1;33m^\u{1B}[0m\n")
    }

    @Test func `a shown text is cut at its limit`() {
        #expect(ShownText.escaped("abcdef".utf8, limit: 3) == "abc…")
        #expect(ShownText.escaped("abc".utf8, limit: 3) == "abc")
    }
}

@Suite struct `a table of lines` {
    @Test func `answers as the text itself does`() {
        let text = SourceText(name: "a", text: "\nab\n\ncd")
        let table = LineTable(text)
        for offset in -1...9 { #expect(table.position(of: offset) == text.position(of: offset)) }
        #expect((0...5).map { table.range(ofLine: $0) } == [7..<7, 0..<0, 1..<3, 4..<4, 5..<7, 7..<7])
    }

    @Test func `a sentence that quotes a huge value loses its middle`() {
        let sentence = "\"" + String(repeating: "é", count: 1000) + "\" is not a number"
        let message = Diagnostic(.error, file: "a", sentence).message
        #expect(message.hasPrefix("\"éé"))
        #expect(message.hasSuffix("é\" is not a number"))
        #expect((800...805).contains(message.utf8.count))
        #expect(message.unicodeScalars.count { $0 == "…" } == 1)
        #expect(!message.unicodeScalars.contains("\u{FFFD}"))
    }
}
