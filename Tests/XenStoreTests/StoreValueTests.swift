import Formats
import Testing
import XenStore

@Suite struct `store paths` {
    @Test(arguments: ["/", "/local", "/local/domain/0/backend/vif-bridge_x@y", "/A1"])
    func `what xenstored accepts is a path`(text: String) {
        #expect(StorePath(text)?.string == text)
    }

    @Test(arguments: ["", "local", "//", "/a/", "/a//b", "/a b", "/a.b", "/a\0", "/é", "@releaseDomain"])
    func `what xenstored refuses is none`(text: String) {
        #expect(StorePath(text) == nil)
    }

    @Test func `a path has a longest length`() {
        #expect(StorePath("/" + String(repeating: "a", count: 3071)) != nil)
        #expect(StorePath("/" + String(repeating: "a", count: 3072)) == nil)
        #expect(StorePath("/" + String(repeating: "a", count: 3071))?.appending("b") == nil)
    }

    @Test func `paths are put together`() {
        #expect((StorePath.root / "libxl" / .dom0 / "device/vif").string == "/libxl/0/device/vif")
        #expect(StorePath.root.appending("../x") == nil)
        #expect(StorePath.root.appending("a")?.components == ["a"])
    }
}

@Suite struct `values that a guest may have written` {
    @Test func `they are shown on one line of ASCII`() {
        #expect(GuestBytes(Array("a\n\t\u{1B}[2J\\é\u{7F}".utf8)).printable() == "a\\n\\t\\x1b[2J\\\\\\xc3\\xa9\\x7f")
        #expect(GuestBytes([UInt8](repeating: 0x61, count: 300)).printable(limit: 3) == "aaa…")
        #expect(GuestBytes([]).printable() == "")
    }

    @Test(arguments: [("4", XenbusState.connected), ("0", .unknown), ("9", nil), ("-1", nil), ("4\n", nil), ("", nil)])
    func `a state is one digit`(text: String, state: XenbusState?) {
        #expect(GuestBytes(Array(text.utf8)).state == state)
    }

    @Test func `a number has a bound`() {
        #expect(GuestBytes(Array("999999999999999999".utf8)).number == 999_999_999_999_999_999)
        #expect(GuestBytes(Array("1999999999999999999".utf8)).number == nil)
    }
}

@Suite struct `errors of the store` {
    @Test(arguments: [
        (
            StoreError.notConnected(path: "/run/xenstored/socket", reason: "No such file or directory"),
            "xenstored does not answer at /run/xenstored/socket: No such file or directory; is xenstored.service running?"
        ),
        (.timedOut(after: .milliseconds(1500)), "xenstored did not answer within 1.5 s"),
        (.closed(midMessage: true), "xenstored closed the connection in the middle of a message"),
        (.refused(.absent, .makeDirectory, subject: "/a"), "xenstore: make /a: no such node (ENOENT)"),
        (.frameTooLong(.max), "xenstored announced a message of 4294967295 bytes; more than 1048576 cannot be true"),
        (.conflicts(attempts: 16), "xenstore: others changed the same nodes 16 times in a row"),
    ])
    func `an error is a sentence`(error: StoreError, sentence: String) {
        #expect(error.description == sentence)
    }
}
