import Formats
import Testing

@Suite struct `unit files` {
    private let unit = UnitFile(
        comment: "The store.\nRendered.",
        [
            UnitSection(
                "Unit", [.literal("Description", "100% Xen"), .words("After", ["proc-xen.mount", "a b.mount"])]),
            UnitSection(
                "Service",
                [
                    .comment("why"), .reset("ExecStart"),
                    .exec("ExecStart", ExecCommand("/usr/bin/xl", ["create", "a b", "$HOME", "50%", ""])),
                    .environment("ARGS", "-a \"q\""), .blank, .set("Type", "notify"),
                ]),
        ])

    @Test func `a unit is written in systemd's syntax`() {
        #expect(
            unit.text == """
                # The store.
                # Rendered.

                [Unit]
                Description=100%% Xen
                After=proc-xen.mount "a b.mount"

                [Service]
                # why
                ExecStart=
                ExecStart=/usr/bin/xl create "a b" $$HOME 50%% ""
                Environment="ARGS=-a \\"q\\""

                Type=notify

                """)
    }

    @Test func `reading what was written gives the same unit`() {
        #expect(UnitFile(parsing: SourceText(name: "a.service", text: unit.text)) == unit)
    }

    @Test func `an empty assignment drops what came before`() {
        let file = UnitFile([
            UnitSection("Service", [.set("ExecStart", "/a"), .reset("ExecStart"), .set("ExecStart", "/b")]),
            UnitSection("Service", [.set("ExecStart", "/c"), .set("Type", "simple"), .set("Type", "")]),
        ])
        #expect(file.values(of: "ExecStart", in: "Service") == ["/b", "/c"])
        #expect(file.value(of: "Type", in: "Service") == nil)
    }

    @Test func `a backslash at the end of a line joins the next`() {
        let source = SourceText(
            name: "a", text: "[Service]\nExecStart=/a \\\n# a comment between\n  b \\\n\nType = oneshot \n")
        #expect(
            UnitFile(parsing: source)
                == UnitFile([
                    UnitSection("Service", [.set("ExecStart", "/a    b"), .set("Type", "oneshot")])
                ]))
    }

    @Test(arguments: ["ends in \\", "\\\\", "\\\\\\", "two\nlines", " blanks ", "naïve \u{301}=x", "a\r\n[Service]"])
    func `no value can reach beyond its line`(value: String) {
        let file = UnitFile([UnitSection("Unit", [.set("Description", value), .set("After", "x.service")])])
        #expect(UnitFile(parsing: SourceText(name: "a", text: file.text)) == file)
    }

    @Test func `what systemd would ignore is kept and told`() {
        let text = "Type=early\n\n[Unit]\nnonsense\n=x\n[broken\n"
        let source = SourceText(name: "a.service", text: text)
        var diagnostics: [Diagnostic] = []
        let file = UnitFile(parsing: source, diagnostics: &diagnostics)
        #expect(file.text == text)
        #expect(
            diagnostics.map(\.message) == [
                "\"Type\" stands before the first section",
                "\"nonsense\" is neither a section nor a setting; a setting is written KEY=VALUE",
                "\"=x\" has no name before the \"=\"",
                "\"[broken\" is no section header; one is written [NAME]",
            ])
        #expect(diagnostics.map { source.position(of: $0.span?.lowerBound ?? 0).line } == [1, 4, 5, 6])
    }

    @Test func `a file that is not UTF-8 is told`() {
        var diagnostics: [Diagnostic] = []
        _ = UnitFile(parsing: SourceText(name: "a", bytes: [0x5B, 0xFF, 0x5D]), diagnostics: &diagnostics)
        #expect(
            diagnostics == [Diagnostic(.error, file: "a", "not UTF-8 text; systemd ignores the lines that are not")])
    }
}

@Suite struct `words of unit files` {
    @Test(arguments: [
        ("plain", "plain"), ("", "\"\""), (";", "\";\""), ("a b", "\"a b\""), ("50%", "50%%"),
        ("%\u{301}", "%%\u{301}"), ("it's", "\"it's\""),
        ("a\\b", "\"a\\\\b\""), ("a\nb\t\u{1}", "\"a\\nb\\t\\x01\""), ("naïve", "naïve"), ("$x", "$x"),
    ])
    func `a word is quoted when it must be`(text: String, quoted: String) {
        #expect(UnitWord.quoted(text) == quoted)
        #expect(UnitWord.split(quoted) == [text])
    }

    @Test func `no variable is looked up in an argument`() {
        #expect(UnitWord.argument("${HOME} $x%n") == "\"$${HOME} $$x%%n\"")
    }

    @Test(arguments: ["\"open", "'open", "a\\q", "a\\x4", "a\\"])
    func `a broken quote is no word`(text: String) {
        #expect(UnitWord.split(text) == nil)
    }

    @Test func `words are split as systemd does`() {
        #expect(UnitWord.split("a  'b c'\t\"d\\x41\"e \\s") == ["a", "b c", "dAe", " "])
    }
}
