import Formats
import Model
import Testing

@Suite struct `what runs and what is defined` {
    private static func recipe(_ text: String) -> GuestRecipe {
        GuestRecipe(XLDocument(parsing: SourceText(name: "web.cfg", text: text)))
    }

    private static let steady = """
        name = "web"
        memory = 256
        maxmem = 1024
        vcpus = 2
        disk = ["phy:/dev/vg/a,xvda,w", "/srv/a.iso,,hdc,cdrom"]
        vif = ["bridge=b,mac=00:16:3e:00:00:01"]

        """

    @Test func `agree when they say the same`() {
        #expect(GuestDrift(from: Self.recipe(Self.steady), to: Self.recipe(Self.steady)).keys == [])
    }

    @Test(arguments: [
        ("memory = 256", "memory = 1024", ["has 1024 MiB of memory"]),
        ("vcpus = 2", "vcpus = 1", ["has 1 CPU"]),
        (
            "[\"phy:/dev/vg/a,xvda,w\"", "[\"phy:/dev/vg/a,xvda,w\", \"phy:/dev/vg/b,xvdb,w\"", ["has disk xvdb"]
        ),
        ("\"phy:/dev/vg/a,xvda,w\", ", "", ["has no disk xvda any more"]),
        ("phy:/dev/vg/a,xvda,w", "phy:/dev/vg/a,xvdb,w", ["has no disk xvda any more", "has disk xvdb"]),
        ("/srv/a.iso,,hdc", "/srv/b.iso,,hdc", ["has /srv/b.iso in drive hdc"]),
        ("/srv/a.iso,,hdc,cdrom", ",empty,hdc,cdrom", ["has nothing in drive hdc"]),
        (
            "[\"bridge=b,mac=00:16:3e:00:00:01\"]",
            "[\"bridge=b,mac=00:16:3e:00:00:01\", \"bridge=c,mac=00:16:3e:00:00:02\"]",
            ["has an interface 00:16:3e:00:00:02"]
        ),
        ("vif = [\"bridge=b,mac=00:16:3e:00:00:01\"]\n", "", ["has no interface 00:16:3e:00:00:01 any more"]),
    ])
    func `differ in what Xen can change at once`(old: String, new: String, done: [String]) {
        let running = Self.recipe(Self.steady)
        let defined = Self.recipe(Self.steady.replacing(old, with: new))
        let drift = GuestDrift(from: running, to: defined)
        #expect(drift.steps.map(\.done) == done)
        #expect(drift.waiting == [])
        // Once all steps were done nothing differs any more.
        let reached = drift.steps.reduce(running) { $0.after($1) }
        #expect(GuestDrift(from: reached, to: defined).keys == [])
    }

    @Test(arguments: [
        ("memory = 256", "memory = 2048", ["memory"]),
        ("memory = 256\nmaxmem = 1024", "memory = 512\nmaxmem = 2048", ["maxmem"]),
        ("vcpus = 2", "vcpus = 3", ["vcpus"]),
        ("vcpus = 2\n", "", ["vcpus"]),
        ("xvda,w", "xvda,r", ["disk"]),
        (", \"/srv/a.iso,,hdc,cdrom\"", "", ["disk"]),
        ("bridge=b", "bridge=c", ["vif"]),
        ("disk = [\"phy:/dev/vg/a,xvda,w\"", "disk = [\"\", \"phy:/dev/vg/a,xvda,w\"", ["disk"]),
        ("name = \"web\"", "name = \"web\"\nextra = \"x\"", ["extra"]),
    ])
    func `differ in what waits for a boot`(old: String, new: String, waiting: [String]) {
        let drift = GuestDrift(
            from: Self.recipe(Self.steady), to: Self.recipe(Self.steady.replacing(old, with: new)))
        #expect(drift.waiting == waiting)
        #expect(drift.keys.starts(with: waiting))
    }

    @Test func `agree again when memory and CPUs went down and up`() {
        let high = Self.recipe("memory = 128\nvcpus = 2\n")
        let low = Self.recipe("memory = 112\nvcpus = 1\n")
        let reached = GuestDrift(from: high, to: low).steps.reduce(high) { $0.after($1) }
        #expect(GuestDrift(from: reached, to: low).keys == [])
        let back = GuestDrift(from: reached, to: high)
        #expect(back.steps == [.memory(128), .vcpus(2)] && back.waiting == [])
        #expect(GuestDrift(from: back.steps.reduce(reached) { $0.after($1) }, to: high).keys == [])
        #expect(GuestDrift(from: reached, to: Self.recipe("memory = 129\nvcpus = 3\n")).waiting == ["memory", "vcpus"])
    }
}
