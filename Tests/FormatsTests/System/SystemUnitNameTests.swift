import Formats
import Testing

/// The right-hand sides were printed by systemd-escape(1) of systemd 252.
@Suite struct `names of units` {
    static let escaped = [
        ("a-b", "a\\x2db"), ("foo/bar", "foo-bar"), (".hidden", "\\x2ehidden"), ("é x", "\\xc3\\xa9\\x20x"), ("", ""),
        ("/", "-"), ("a.b:c_d", "a.b:c_d"), ("a\\b", "a\\x5cb"), ("web1", "web1"), ("db-1.example", "db\\x2d1.example"),
    ]

    @Test(arguments: escaped) func `a text is escaped as systemd-escape does`(text: String, name: String) {
        #expect(UnitName.escape(text) == name)
        #expect(UnitName.unescape(name) == Array(text.utf8))
    }

    @Test(arguments: [
        ("/", "-"), ("/dev/vg/lv", "dev-vg-lv"), ("/dev/mapper/vg-lv", "dev-mapper-vg\\x2dlv"), ("//a//b/", "a-b"),
        ("/.hid/.x", "\\x2ehid-.x"), ("/a/./b", "a-b"), ("/a b", "a\\x20b"),
    ])
    func `a path is escaped as systemd-escape does`(path: String, name: String) {
        #expect(UnitName.escape(path: path) == name)
    }

    @Test(arguments: ["", "dev/x", "/a/../b"]) func `only a normal absolute path has a name`(path: String) {
        #expect(UnitName.escape(path: path) == nil)
    }

    @Test(arguments: ["a\\xzz", "a\\x2", "\\", "a\\n", "\\x+1", "\\x00"])
    func `a broken escape is no name`(name: String) {
        #expect(UnitName.unescape(name) == nil)
    }

    @Test func `devices have unit names`() {
        #expect(UnitName.device("/dev/vg/lv") == "dev-vg-lv.device")
        #expect(UnitName.networkDevice("xenbr0") == "sys-subsystem-net-devices-xenbr0.device")
        #expect(UnitName.networkDevice("br-lan") == "sys-subsystem-net-devices-br\\x2dlan.device")
    }
}
