import Model
import Testing

@Suite struct `where a guest's disk is made` {
    @Test(arguments: [
        ("/srv/guests", "/srv/guests/web.img", "raw"),
        ("raw:/srv/guests/", "/srv/guests/web.img", "raw"),
        ("raw:/srv/a:b", "/srv/a:b/web.img", "raw"),
        ("qcow2:/srv", "/srv/web.qcow2", "qcow2"),
        ("lvm:vg0", "/dev/vg0/web", "raw"),
        ("thin:vg0/pool", "/dev/vg0/web", "raw"),
        ("zfs:tank", "/dev/zvol/tank/web", "raw"),
        ("zfs:tank/guests", "/dev/zvol/tank/guests/web", "raw"),
    ])
    func `is one word, and the guest's name`(text: String, target: String, format: String) throws {
        let volume = try #require(StoragePlace(text)).volume(of: "web")
        #expect(volume.target.string == target)
        #expect(volume.format == format)
    }

    @Test(arguments: [
        "", "srv", "raw:srv", "lvm:", "lvm:vg/lv", "lvm:-f", "lvm:..", "thin:vg0", "thin:vg0/", "thin:a/b/c", "zfs:",
        "zfs:/tank", "zfs:tank/", "zfs:-r", "zfs:tank/../x", "iscsi:x", "lvm:a b", "raw:/a/../b",
    ])
    func `is nothing that a tool could take for something else`(text: String) {
        #expect(StoragePlace(text) == nil)
    }

    @Test func `is called by what it is`() {
        #expect(
            StoragePlace("thin:vg0/pool").map { $0.volume(of: "web").words }
                == "the thin volume vg0/web in the pool pool")
    }
}

@Suite struct `what a guest's system comes from` {
    @Test func `is a kind and a name`() throws {
        #expect(try GuestSource(parsing: "debian:bookworm") == .packages(.debian, suite: "bookworm"))
        #expect(try GuestSource(parsing: "ubuntu:noble") == .packages(.ubuntu, suite: "noble"))
        #expect(try GuestSource(parsing: "image:/srv/a.qcow2") == .image("/srv/a.qcow2"))
        #expect(try GuestSource(parsing: "iso:/srv/a:b.iso") == .iso("/srv/a:b.iso"))
        #expect(try GuestSource(parsing: "disk:/dev/vg0/web") == .disk("/dev/vg0/web"))
    }

    @Test(arguments: [
        (
            "bookworm",
            "\"bookworm\" is no source: write disk:PATH, image:FILE, iso:FILE, tree:URL, guest:NAME, debian:SUITE or ubuntu:SUITE"
        ),
        ("debian:Bookworm", "\"Bookworm\" is no suite: write its name in small letters, as \"debian:bookworm\""),
        ("debian:-x", "\"-x\" is no suite: write its name in small letters, as \"debian:bookworm\""),
        ("guest:7", "\"7\" is no guest's name: xl takes a name of digits alone for a domain id"),
        ("image:a.img", "\"a.img\" is not an absolute path"),
    ])
    func `is refused with what would be right`(text: String, sentence: String) {
        let error = #expect(throws: GuestSourceError.self) { try GuestSource(parsing: text) }
        #expect(error?.description == sentence)
    }
}
