import Formats
import Model
import Testing

@Suite struct `how a guest is installed` {
    typealias File = `a guest's file`

    static let steady = """
        type = "pv"
        bootloader = "pygrub"
        disk = ["/dev/vg/web,raw,xvda,rw"]
        vif = ["bridge=br0", "bridge=br1,mac=00:16:3e:00:00:01"]

        """

    static let full = """
        reeve.install.without = ["bootloader"]
        reeve.install.kernel = "/srv/vmlinuz"
        reeve.install.disk += ["/srv/cd.iso,raw,xvdb,cdrom"]
        reeve.install.complete = "verify"
        reeve.install.then = "stay-off"
        reeve.install.interrupted = "reinstall"
        reeve.install.reboots = 2
        reeve.install.shutdown = "wait"

        """

    @Test func `is a difference from its own recipe, and a rule`() throws {
        let (guest, diagnostics) = File.decode(Self.steady + Self.full)
        #expect(diagnostics == [])
        let install = try #require(guest.install)
        #expect(
            install.rule
                == InstallRule(.verify, sequel: .stayOff, interruption: .reinstall, reboots: 2, shutdown: .wait))
        #expect(guest.settings.map(\.key) == ["type", "bootloader", "disk", "vif"])
        let recipe = guest.changed(by: install.difference)
        #expect(recipe.value(of: "bootloader") == nil)
        #expect(recipe.text(of: "kernel") == "/srv/vmlinuz")
        #expect(recipe.disks.map { $0.value.device.text } == ["xvda", "xvdb"])
        #expect(guest.disks.map { $0.value.device.text } == ["xvda"])
    }

    @Test func `may stand in the file beside it`() throws {
        let (guest, diagnostics) = File.decode(Self.steady, sidecar: Self.full)
        #expect(diagnostics == [])
        #expect(guest.install?.difference.without == ["bootloader"])
    }

    @Test func `is nothing when nothing is written`() {
        #expect(File.decode(Self.steady).0.install == nil)
    }

    /// What makes a guest that guest, and how it ends, is the same in both.
    @Test func `keeps name, UUID and MAC addresses, and has Xen keep every end`() throws {
        let (guest, _) = File.decode(Self.steady + Self.full)
        let install = try #require(guest.install)
        let steady = GuestRecipe(of: guest, host: "h").assignments
        let installer = GuestRecipe(of: guest.changed(by: install.difference), .install, host: "h").assignments
        for key in ["name", "uuid", "vif"] {
            #expect(steady.first { $0.key == key } == installer.first { $0.key == key })
        }
        for key in ["on_poweroff", "on_reboot", "on_crash", "on_watchdog"] {
            #expect(installer.first { $0.key == key }?.value == .string("preserve"))
        }
        #expect(steady.first { $0.key == "on_reboot" }?.value == .string("restart"))
    }

    @Test func `by default a reboot ends it, or the marker when one is written`() {
        #expect(File.decode("reeve.install.extra = \"x\"\n").0.install?.rule == InstallRule())
        let (guest, diagnostics) = File.decode("reeve.install.extra = \"x\"\nreeve.install.marker = \"ok\"\n")
        #expect(diagnostics == [])
        #expect(guest.install?.rule.completion == .marker("ok"))
    }

    @Test(arguments: [
        (
            "reeve.install.then = \"start\"\n",
            "error: nothing says how the installer differs from every later boot "
                + "[write what it boots, as reeve.install.kernel = \"/srv/installer/vmlinuz\"]"
        ),
        (
            "reeve.install.kernl = \"x\"\nreeve.install.extra = \"x\"\n",
            "error: there is no key \"reeve.install.kernl\" [did you mean \"reeve.install.kernel\"?]"
        ),
        (
            "reeve.install.uuid = \"x\"\n",
            "error: \"uuid\" stays as it is while a guest is installed [leave it out]"
        ),
        (
            "reeve.install.without = [\"on_reboot\"]\nreeve.install.extra = \"x\"\n",
            "error: \"on_reboot\" stays as it is while a guest is installed [leave it out]"
        ),
        (
            "reeve.install.without = [\"bootlader\"]\nreeve.install.extra = \"x\"\n",
            "error: xl has no key \"bootlader\" [did you mean \"bootloader\"?]"
        ),
        (
            "bootloader = \"pygrub\"\nreeve.install.kernel = \"/x\"\n",
            "error: the guest has \"bootloader\" too, and then xl does not take \"kernel\" "
                + "[write reeve.install.without = [\"bootloader\"]]"
        ),
        (
            "type = \"hvm\"\ncmdline = \"a\"\nreeve.install.extra = \"b\"\n",
            "error: the guest has \"cmdline\" too, and then xl does not take \"extra\" "
                + "[write reeve.install.without = [\"cmdline\"]]"
        ),
        (
            "vif = [\"bridge=br0\"]\nreeve.install.vif = [\"mac=00:16:3e:00:00:02\"]\n",
            "error: interface 0 has another MAC address [leave mac out: a guest keeps its addresses while it is installed]"
        ),
        (
            "reeve.install.extra = \"x\"\nreeve.install.complete = \"marker\"\n",
            "error: no text is given that shows it [write reeve.install.marker = \"TEXT\"]"
        ),
        (
            "reeve.install.extra = \"x\"\nreeve.install.complete = \"reboot\"\nreeve.install.marker = \"ok\"\n",
            "error: nobody looks for it, for reeve.install.complete is \"reboot\" [leave one of the two out]"
        ),
        (
            "disk = [\"/srv/a.qcow2,qcow2,xvda\"]\nreeve.install.extra = \"x\"\nreeve.install.complete = \"verify\"\n",
            "error: the first disk that the guest writes to is not one that dom0 can read "
                + "[only raw files and block devices can be verified]"
        ),
        (
            "reeve.install.extra = \"x\"\nreeve.install.complete = \"soon\"\n",
            "error: \"soon\" is none of \"reboot\", \"poweroff\", \"marker\", \"verify\", \"manual\""
        ),
    ])
    func `says what is wrong`(text: String, sentence: String) {
        #expect(File.decode(text).1 == [sentence])
    }

    @Test func `the rule's own keys are none of xl's`() {
        let own = GuestKey.all.map(\.name).filter { $0.hasPrefix(GuestKey.installPrefix) }
        #expect(own.count == 7)
        for key in own { #expect(GuestKey.installed(key) == nil) }
    }

    @Test func `a value is checked as xl's own is`() {
        let source = SourceText(
            name: "web.cfg", text: "name = \"web\"\nkernel = \"/x\"\nmemory = 64\nreeve.install.memory = \"2 gigs\"\n")
        let (_, diagnostics) = ConfigurationLint.guest("web", XLDocument(parsing: source), target: .newestKnown)
        #expect(diagnostics.map(\.message) == ["\"2 gigs\" is not a number"])
        #expect(diagnostics.first?.key == "reeve.install.memory")
    }
}
