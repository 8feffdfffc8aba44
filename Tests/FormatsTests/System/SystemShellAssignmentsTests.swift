import Formats
import Testing

@Suite struct `files of shell assignments` {
    private func parse(_ text: String) -> ShellAssignments {
        ShellAssignments(parsing: SourceText(name: "xen", text: text))
    }

    @Test(arguments: [
        ("A=b", "b"), ("A=", ""), ("A=\"b c\"", "b c"), ("A='b \"c\\'", "b \"c\\"), ("A=b\\ c", "b c"),
        ("A=\"b\\\"c\\d\"", "b\"c\\d"), ("A=b'c'\"d\"", "bcd"), ("  export A=b", "b"), ("A=1\nA=2", "2"),
        ("A=b # c", "b"), ("A=b#c", "b#c"), ("A=1;A=2", "2"), ("A=\"b\nc\"", "b\nc"), ("A=b\\\nc", "bc"),
        ("X=1 A=2", "2"), ("readonly A=3", "3"),
    ])
    func `a value is what the shell would set`(text: String, value: String) throws {
        let found = try #require(parse(text).value(of: "A"))
        #expect(found.text == value)
        #expect(!found.isExpanded)
    }

    @Test(arguments: [
        ("A=\"$B dom0_mem=2G\"", "$B dom0_mem=2G"), ("A=${B:-\"x y\"}z", "${B:-\"x y\"}z"), ("A=`id -u`", "`id -u`"),
        ("A=$(echo \"a b\")", "$(echo \"a b\")"), ("A=$", "$"),
    ])
    func `what the shell would expand stays as text`(text: String, value: String) throws {
        let found = try #require(parse(text).value(of: "A"))
        #expect(found.text == value)
        #expect(found.isExpanded)
    }

    @Test(arguments: [
        "# A=b", "A = b", "echo A=b", "A=b command", "1A=b", "'A=b'", "\"A\"=b", "if A=b true; then x; fi",
    ])
    func `what sets nothing is no assignment`(text: String) {
        #expect(parse(text).value(of: "A") == nil)
        #expect(parse(text).text == text)
    }

    @Test func `an assignment under a condition is marked`() {
        let file = parse("A=1\nif [ -z \"$B\" ]; then\n  A=2\nfi\ncase x in x) A=3;; esac\nA=4\n")
        #expect(file.assignments.map(\.value.text).filter { $0 != "3" } == ["1", "2", "4"])
        #expect(file.assignments.filter { $0.value.text != "3" }.map(\.isConditional) == [false, true, false])
    }

    @Test func `changing a key keeps every other byte`() {
        var file = parse("# head\nexport XENSTORED='/a' # why\n\nif x; then XENSTORED=/b; fi\nOTHER=\"a  b\"")
        file.set("XENSTORED", to: "/usr/sbin/xen stored")
        file.set("NEW", to: "a$b\"c")
        #expect(
            file.text == """
                # head
                export XENSTORED="/usr/sbin/xen stored" # why

                if x; then XENSTORED=/b; fi
                OTHER="a  b"
                NEW="a\\$b\\"c"

                """)
        #expect(file.value(of: "NEW")?.text == "a$b\"c")
    }

    @Test func `a value can refer to another`() {
        var file = ShellAssignments()
        file.set("GRUB_CMDLINE_XEN", toCode: "\"$GRUB_CMDLINE_XEN dom0_mem=2G,max:2G\"")
        #expect(file.text == "GRUB_CMDLINE_XEN=\"$GRUB_CMDLINE_XEN dom0_mem=2G,max:2G\"\n")
    }

    @Test(arguments: ["", "plain", "a b", "it's", "a\"b\\c`d$e", "line\nline", "naïve", "#x"])
    func `a quoted text is read back`(text: String) {
        #expect(parse("A=" + ShellAssignments.quoted(text)).value(of: "A")?.text == text)
    }

    @Test(arguments: [
        "A='open", "A=\"open", "A=${open", "A=$(open", "A=`open", "A=\\", "A=\"\\", "=", "export", "}}}", "fi fi",
    ])
    func `a file that no shell would run does no harm`(text: String) {
        #expect(parse(text).text == text)
    }
}

@Suite struct `variables of Xen's scripts` {
    private func messages(_ text: String, _ file: XenVariable.File) -> [String] {
        XenVariable.diagnose(SourceText(name: "xen", text: text), as: file).map(\.message)
    }

    @Test func `each file has its variables`() {
        #expect(XenVariable.all(in: .xen).count == 6)
        #expect(XenVariable.all(in: .xencommons).count == 16)
        #expect(XenVariable.all(in: .xendomains).count == 11)
    }

    @Test func `what Debian ships is in order`() {
        #expect(messages("XENSTORED_ARGS=\n", .xen) == [])
        let xendomains = """
            XENDOMAINS_MIGRATE=""
            XENDOMAINS_SAVE=/var/lib/xen/save
            XENDOMAINS_RESTORE=true
            XENDOMAINS_AUTO=/etc/xen/auto
            XENDOMAINS_STOP_MAXWAIT=300
            """
        #expect(messages(xendomains, .xendomains) == [])
    }

    @Test func `what does nothing, or is not known, is told`() {
        #expect(
            messages("XENCONSOLED_TRACE=all\nXENSTORD=/x\n", .xen) == [
                "\"XENCONSOLED_TRACE\" has no effect: Debian's script does not read it",
                "nothing reads \"XENSTORD\" from this file",
            ])
        #expect(
            messages("XENCONSOLED_TRACE=yes\nXENSTORE_DOMAIN_SIZE=8M\nXENSTORED_OOM_MEM_THRESHOLD=$X\n", .xencommons)
                == [
                    "\"yes\" is not one of none, guest, hv, all", "\"8M\" is not a whole number",
                ])
        #expect(messages("XENDOMAINS_RESTORE=yes\n", .xendomains) == ["\"yes\" is not true or false"])
    }

    @Test func `a misspelt name gets a suggestion`() {
        let diagnostics = XenVariable.diagnose(SourceText(name: "xen", text: "XENSTORD=/x\n"), as: .xen)
        #expect(diagnostics.map(\.hint) == ["did you mean \"XENSTORED\"?"])
        #expect(diagnostics.map(\.span) == [0..<8])
    }
}
