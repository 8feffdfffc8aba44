import Formats
import Model
import Testing

@Suite struct `a copy of a guest` {
    static let text = """
        # the data base of the shop
        name = "db"
        memory = 512  # enough
        uuid = "11111111-2222-3333-4444-555555555555"
        kernel = "/boot/vmlinuz"
        disk = ["/srv/db.qcow2,qcow2,xvda,rw", "/srv/data.img,raw,xvdb,rw,discard", "/srv/a.iso,raw,hdc,ro"]
        vif = ["mac=00:16:3e:00:00:01,bridge=br0", "bridge=br1,vifname=shop", "bridge=br2"]
        reeve.start.auto = 1
        reeve.install.extra = "install"

        """

    static func files(_ text: String = text, sidecar: String? = nil) -> GuestFiles {
        GuestFiles(
            definition: XLDocument(parsing: SourceText(name: "db.cfg", text: text)),
            sidecar: sidecar.map { XLDocument(parsing: SourceText(name: "db.reeve", text: $0)) })
    }

    static func guest(_ text: String = text) -> GuestSpecification {
        ConfigurationLint.guest("db", files(text).definition, target: .newestKnown).0
    }

    @Test func `has its own identity and disks, and all else of the original`() throws {
        let clone = try GuestClone(of: Self.guest(), as: "db2", on: .logical(group: "vg0"))
        let text = try clone.text(of: Self.files(sidecar: "reeve.ready.timeout = 30\nreeve.start.auto = 1\n"))
        #expect(
            String(decoding: text, as: UTF8.self) == """
                # db2: a copy of db, made by "reeve guest create".
                # the data base of the shop
                name = "db2"
                memory = 512  # enough
                kernel = "/boot/vmlinuz"
                disk = [
                    "format=raw,vdev=xvda,access=rw,target=/dev/vg0/db2",
                    "format=raw,vdev=xvdb,access=rw,discard,target=/dev/vg0/db2-xvdb",
                    "/srv/a.iso,raw,hdc,ro",
                ]
                vif = ["bridge=br0", "bridge=br1", "bridge=br2"]
                reeve.ready.timeout = 30

                """)
    }

    @Test func `copies each disk that the original writes to`() throws {
        let clone = try GuestClone(of: Self.guest(), as: "db2", on: .qcow2("/img"))
        #expect(clone.disks.map(\.source) == ["/srv/db.qcow2", "/srv/data.img"])
        #expect(clone.disks.map(\.volume.target) == ["/img/db2.qcow2", "/img/db2-xvdb.qcow2"])
    }

    @Test(arguments: [
        ("disk = []\n", "guest \"db\" has no disk that it writes to: there is nothing to copy"),
        (
            "disk = [\"format=raw,vdev=xvda,access=rw,script=block-iscsi,target=iqn.x\"]\n",
            "disk xvda of guest \"db\" is neither a raw or qcow2 file nor a block device of dom0: it cannot be copied"
        ),
        (
            "disk = [\"/srv/a.vhd,vhd,xvda,rw\"]\n",
            "disk xvda of guest \"db\" is neither a raw or qcow2 file nor a block device of dom0: it cannot be copied"
        ),
    ])
    func `is refused when dom0 cannot read what is to be copied`(text: String, sentence: String) {
        let error = #expect(throws: CreateObstacle.self) {
            try GuestClone(of: Self.guest(text), as: "db2", on: .standard)
        }
        #expect(error?.description == sentence)
    }
}
