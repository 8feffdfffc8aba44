import Formats
import Model
import Testing

@Suite struct `the file of a guest that is created` {
    static func draft(_ source: GuestSource, _ type: XLGuestType, format: String = "raw") -> GuestDraft {
        GuestDraft(
            name: "web", source: source, type: type, memory: .mebibytes(2048), vcpus: 2, bridge: "xenbr0",
            disk: .init(target: "/dev/vg0/web", format: format),
            loader: type == .pvh ? "/usr/lib/grub-xen/grub-i386-xen_pvh.bin" : nil)
    }

    @Test func `says all that there is to know of it`() throws {
        var draft = Self.draft(.image("/srv/debian.qcow2"), .pvh)
        draft.seed = "/var/lib/reeve/seeds/web.img"
        draft.startsWithHost = true
        #expect(
            String(decoding: try draft.text(), as: UTF8.self) == """
                # web: from the image debian.qcow2. Written by "reeve guest create"; yours from here on.
                name = "web"
                type = "pvh"
                memory = 2048
                vcpus = 2

                # GRUB for Xen, which boots what the menu on the guest's disk names: updates in the guest just work.
                kernel = "/usr/lib/grub-xen/grub-i386-xen_pvh.bin"

                disk = ["/dev/vg0/web,raw,xvda,rw"]

                # Its MAC address follows from this host and its name, and stays the same.
                vif = ["bridge=xenbr0"]

                # The first boot: cloud-init finds what it is to do on a second disk, and reboots when it is done.
                reeve.install.disk += ["/var/lib/reeve/seeds/web.img,raw,xvdb,ro"]
                reeve.install.complete = "reboot"

                reeve.start.auto = 1

                """)
    }

    static let drafts: [GuestDraft] = {
        var drafts = [
            draft(.packages(.debian, suite: "bookworm"), .pv), draft(.packages(.debian, suite: "bookworm"), .pvh),
            draft(.iso("/srv/a,b.iso"), .hvm), draft(.iso("/srv/a.iso"), .hvm, format: "qcow2"),
            draft(.disk("/dev/vg0/web"), .hvm),
        ]
        var seeded = draft(.image("/srv/debian.qcow2"), .hvm)
        seeded.seed = "/var/lib/reeve/seeds/web.img"
        seeded.bridge = nil
        return drafts + [seeded]
    }()

    @Test(arguments: drafts)
    func `is one in which a check finds nothing`(draft: GuestDraft) throws {
        let document = XLDocument(parsing: SourceText(name: "web.cfg", bytes: try draft.text()))
        let (guest, diagnostics) = ConfigurationLint.guest("web", document, target: .newestKnown)
        #expect(document.diagnostics + diagnostics == [])
        #expect((guest.install != nil) == draft.isInstalled)
        #expect(guest.disks.first?.value.target == "/dev/vg0/web")
    }

    @Test func `has the CD in the first boot only`() throws {
        let document = XLDocument(
            parsing: SourceText(name: "web.cfg", bytes: try Self.draft(.iso("/srv/a.iso"), .hvm).text()))
        let (guest, _) = ConfigurationLint.guest("web", document, target: .newestKnown)
        let install = try #require(guest.install)
        let first = guest.changed(by: install.difference)
        #expect(guest.disks.count == 1 && first.disks.map(\.value.target) == ["/dev/vg0/web", "/srv/a.iso"])
        #expect(guest.text(of: "boot") == "c" && first.text(of: "boot") == "d")
        #expect(install.rule == InstallRule(.verify))
    }
}

@Suite struct `what cloud-init is told` {
    @Test func `is who the guest is, who may log in, and to end by a reboot`() {
        let seed = CloudSeed(
            name: "web", instance: GuestIdentity(host: "h", name: "web").uuid, macAddress: "00:16:3e:01:02:03",
            keys: ["ssh-ed25519 AAAA \"me\""])
        let texts = Dictionary(
            uniqueKeysWithValues: seed.files.map { ($0.name, String(decoding: $0.content, as: UTF8.self)) })
        #expect(
            texts["meta-data"]
                == "instance-id: \"\(seed.instance)\"\nlocal-hostname: \"web\"\npublic-keys:\n  - \"ssh-ed25519 AAAA \\\"me\\\"\"\n"
        )
        #expect(texts["user-data"] == "#cloud-config\n{}\n")
        #expect(texts["vendor-data"]?.contains("  mode: reboot\n") == true)
        #expect(texts["network-config"]?.contains("macaddress: \"00:16:3e:01:02:03\"\n") == true)
    }

    @Test func `is the administrator's own where there is any`() {
        let seed = CloudSeed(
            name: "web", instance: GuestIdentity(host: "h", name: "web").uuid, macAddress: nil, keys: [],
            userData: [0, 255])
        #expect(seed.files.map(\.name) == ["meta-data", "user-data", "vendor-data"])
        #expect(seed.files[1].content == [0, 255])
    }
}

@Suite struct `a file of public keys` {
    @Test func `gives its keys without what is around them`() {
        let file = "# mine\n\nssh-ed25519 AAAAC3 me@desk\n  from=\"10.0.0.1\" ssh-rsa AAAAB3\r\n"
        #expect(
            PublicKeys(file: Array(file.utf8))?.lines
                == ["ssh-ed25519 AAAAC3 me@desk", "from=\"10.0.0.1\" ssh-rsa AAAAB3"])
    }

    @Test(arguments: ["", "# none\n", "-----BEGIN OPENSSH PRIVATE KEY-----\n", "ssh-rsa\n", "ssh-rsa AAAA \u{1}\n"])
    func `is refused when a line is none`(text: String) {
        #expect(PublicKeys(file: Array(text.utf8)) == nil)
    }
}
