import Formats
import Testing

@Suite struct `places in a text` {
    @Test func `an offset has a line and a byte column`() {
        let text = SourceText(name: "a", text: "ab\ncd\n")
        #expect(text.position(of: 0) == SourcePosition(line: 1, column: 1))
        #expect(text.position(of: 4) == SourcePosition(line: 2, column: 2))
        #expect(text.position(of: 99) == SourcePosition(line: 3, column: 1))
    }
}
