import Formats
import Testing

@Suite struct `the tables of keys` {
    @Test func `xl.cfg has 172 keys and xl.conf 22, each once`() {
        #expect(XLKeyTable.guest.keys.count == 172)
        #expect(Set(XLKeyTable.guest.names).count == 172)
        #expect(XLKeyTable.global.keys.count == 22)
        #expect(Set(XLKeyTable.global.names).count == 22)
    }

    @Test(arguments: [
        (11, 144), (12, 146), (13, 149), (14, 153), (15, 155), (16, 158), (17, 158), (18, 163), (19, 165), (20, 166),
        (21, 171), (22, 172),
    ])
    func `each release knows as many keys as its xl reads`(minor: Int, count: Int) {
        #expect(XLKeyTable.guest.keys(of: XenVersion(4, minor)).count == count)
    }

    @Test(arguments: [(11, 19), (14, 20), (16, 21), (18, 22), (22, 22)])
    func `each release knows as many keys of xl.conf`(minor: Int, count: Int) {
        #expect(XLKeyTable.global.keys(of: XenVersion(4, minor)).count == count)
    }

    @Test func `each key has a sentence that says what it is for`() {
        for key in XLKeyTable.guest.keys + XLKeyTable.global.keys {
            #expect(key.summary.hasSuffix("."), "\(key.name)")
            #expect(key.summary.count < 100, "\(key.name)")
        }
    }

    @Test func `a key is found by its name`() {
        #expect(XLKeyTable.guest["llc_colors"]?.since == XenVersion(4, 20))
        #expect(XLKeyTable.guest["memroy"] == nil)
    }
}

@Suite struct `the kind of a file` {
    private func guess(_ text: String, path: String) -> XLFileKind {
        XLFileKind.guess(XLDocument(parsing: SourceText(name: path, text: text)), path: path)
    }

    @Test func `xl.conf is known by its name`() {
        #expect(guess("name = \"x\"\n", path: "/etc/xen/xl.conf") == .global)
    }

    @Test func `a file is known by keys that only one kind has`() {
        #expect(guess("autoballoon = \"off\"\nmax_grant_frames = 64\n", path: "conf") == .global)
        #expect(guess("autoballoon = \"off\"\nmemory = 64\n", path: "web.cfg") == .guest)
        #expect(guess("max_grant_frames = 64\n", path: "web.cfg") == .guest)
        #expect(guess("", path: "web.cfg") == .guest)
    }

    @Test(arguments: [
        ("", XLGuestType.pv), ("type = \"pvh\"", .pvh), ("type = \"p\"", .pv), ("type = \"\"", .hvm),
        ("builder = \"hvm\"", .hvm), ("builder = \"generic\"", .pv), ("type = \"vm\"", nil),
    ])
    func `a guest's type is what xl makes of it`(text: String, type: XLGuestType?) {
        #expect(XLGuestType(of: XLDocument(parsing: SourceText(name: "a", text: text + "\n"))) == type)
    }
}
