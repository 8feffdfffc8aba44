import Formats
import Model
import Testing

@Suite struct `changes of a guest on a command line` {
    @Test(arguments: [
        ("memory=512", GuestEdit.set("memory", .string("512"))),
        ("name=\"a b\"", .set("name", .string("a b"))),
        ("extra=root=/dev/xvda1 ro", .set("extra", .string("root=/dev/xvda1 ro"))),
        ("cpus=2-3", .set("cpus", .string("2-3"))),
        ("extra=a; memory = 1", .set("extra", .string("a; memory = 1"))),
        ("disk=['a', \"b\"]", .set("disk", .list([.string("a"), .string("b")]))),
        ("disk+=phy:/dev/vg/x,xvdb,w", .add("disk", .string("phy:/dev/vg/x,xvdb,w"))),
        ("disk+=[\"a\", \"b\"]", .add("disk", .list([.string("a"), .string("b")]))),
        ("disk-=xvdb", .take("disk", "xvdb")),
        ("reeve.start.auto=1", .set("reeve.start.auto", .string("1"))),
        ("extra=", .clear("extra")),
    ])
    func `are read as they are meant`(text: String, edit: GuestEdit) throws {
        #expect(try GuestEdit(parsing: text) == edit)
    }

    @Test(arguments: [
        ("memory", GuestEditError.noValue("memory")), ("disk+=", .noValue("disk+=")), ("disk-=", .noValue("disk-=")),
        ("=1", .notAKey("")), ("Memory=1", .notAKey("Memory")), ("a b=1", .notAKey("a b")),
        ("extra=\"a\"; memory = 5", .wrongValue("extra=\"a\"; memory = 5", reason: "it is more than one value")),
    ])
    func `that are none are refused`(text: String, error: GuestEditError) {
        #expect(throws: error) { try GuestEdit(parsing: text) }
    }

    @Test(arguments: ["extra=\"a", "extra='a", "disk=[\"a\"", "disk+=[a]", "extra=\"a\" b"])
    func `with a value that a file could not have are refused`(text: String) {
        let error = #expect(throws: GuestEditError.self) { try GuestEdit(parsing: text) }
        #expect(error?.description.hasSuffix("; what begins with a quote or a bracket is read as in a file") == true)
    }

    private static func files(_ definition: String, sidecar: String? = nil) -> GuestFiles {
        GuestFiles(
            definition: XLDocument(parsing: SourceText(name: "web.cfg", text: definition)),
            sidecar: sidecar.map { XLDocument(parsing: SourceText(name: "web.reeve", text: $0)) })
    }

    private static let two = "disk = [\n  'phy:/dev/vg/a,xvda,w', # root\n  'phy:/dev/vg/b,xvdb,w', # data\n]\n"

    @Test(arguments: [
        ("memory = 256 # MiB\n", "memory=512", "memory = 512 # MiB\n"),
        (two, "disk-=xvda", "disk = [\n  'phy:/dev/vg/b,xvdb,w', # data\n]\n"),
        (two, "disk-=/dev/vg/b", "disk = [\n  'phy:/dev/vg/a,xvda,w', # root\n]\n"),
        ("vif = ['mac=00:16:3e:00:00:01', 'mac=00:16:3e:00:00:02']\n", "vif-=0", "vif = ['mac=00:16:3e:00:00:02']\n"),
        ("vif = ['', 'bridge=b']\n", "vif-=1", "vif = ['']\n"),
        ("vif = ['bridge=b']\n", "vif-=bridge=b", "vif = []\n"),
    ])
    func `touch nothing else of the file`(before: String, change: String, after: String) throws {
        var files = Self.files(before)
        try files.apply(GuestEdit(parsing: change))
        #expect(files.definition.text == after)
    }

    @Test(arguments: [
        (
            two, "disk-=xvdc", GuestEditError.noElement("disk", "xvdc", known: ["xvda", "xvdb"])
        ),
        ("", "disk-=xvdc", .noElement("disk", "xvdc", known: [])),
        ("extra = 'a'\n", "extra+=b", .notAList("extra")),
        ("extra = 'a'\n", "extra-=a", .notAList("extra")),
        ("cpus = ['1', '1']\n", "cpus-=1", .manyElements("cpus", "1")),
        ("vif = ['mac=00:16:3e:00:00:01', '']\n", "vif-=0", .movesAddresses(0)),
    ])
    func `that cannot be made are refused, and leave the file`(
        before: String, change: String, error: GuestEditError
    ) throws {
        var files = Self.files(before)
        let edit = try GuestEdit(parsing: change)
        #expect(throws: error) { try files.apply(edit) }
        #expect(files.definition.text == before)
    }

    @Test func `go to the file that has the key, and new keys of Reeve's to the file for them`() throws {
        var files = Self.files("reeve.start.auto = 0\n", sidecar: "# ours\n")
        for change in ["reeve.start.auto=1", "reeve.stop.timeout=30", "memory=128"] {
            try files.apply(GuestEdit(parsing: change))
        }
        #expect(files.definition.text == "reeve.start.auto = 1\nmemory = 128\n")
        #expect(files.sidecar?.text == "# ours\nreeve.stop.timeout = 30\n")
    }
}
