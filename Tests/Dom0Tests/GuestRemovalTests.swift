import Dom0
import Model
import SystemPackage
import Testing

@Suite struct `deleting a guest` {
    @Test(arguments: [
        (GuestStanding.running, "it is running: \"reeve guest stop web\" first"),
        (.starting, "it is starting: \"reeve guest stop web\" first"),
        (.unattended, "it runs without its unit: \"reeve guest start web\" adopts it, then stop it"),
        (.preserved, "what is left of its domain is kept as evidence: \"xl destroy 7\" first"),
        (.unknown, "it is unknown: \"reeve guest stop web\" first"),
    ])
    func `is refused while Xen has something of it`(standing: GuestStanding, reason: String) {
        let status = GuestStatus(name: "web", standing: standing, domid: 7)
        #expect(GuestRemoval.obstacle(to: status, others: []) == reason)
    }

    @Test func `is refused while its memory is saved`() {
        var status = GuestStatus(name: "web", standing: .failed)
        status.saved = SavedReport(at: 1, size: 512)
        #expect(
            GuestRemoval.obstacle(to: status, others: [])
                == "it is saved: \"reeve guest restore web --discard\" gives its memory up")
    }

    @Test func `is refused while another guest waits for it`() {
        let status = GuestStatus(name: "web", standing: .off)
        let web = GuestSpecification(name: "web", file: "web.cfg")
        var proxy = GuestSpecification(name: "proxy", file: "proxy.cfg")
        proxy.start.after = [.guest("web")]
        #expect(
            GuestRemoval.obstacle(to: status, others: [web, proxy])
                == "reeve.start of proxy names it: take it out there first")
        #expect(GuestRemoval.obstacle(to: status, others: [web]) == nil)
    }

    @Test func `keeps all that was there, each time in a place of its own`() throws {
        let fixture = try GuestFixture()
        let root = fixture.directory.root
        for number in 1...2 {
            try fixture.write("/etc/reeve/guests/web.reeve", "reeve.start.auto = \(number)\n")
            try fixture.begin()
            try fixture.write("/etc/reeve/guests/web.cfg", "memory = 128\n")
            let outcome = try GuestRemoval("web", root: root, configuration: "/etc/reeve").run()
            #expect(outcome.place == (number == 1 ? "/var/lib/reeve/deleted/web" : "/var/lib/reeve/deleted/web.2"))
            #expect(outcome.target == nil)
            #expect(
                try Directory.names(in: root.path(outcome.place)) == ["web.cfg", "web.json", "web.reeve"])
            for file: HostPath in ["/etc/reeve/guests/web.cfg", "/etc/reeve/guests/web.reeve", fixture.paths.record] {
                #expect(!fixture.exists(file))
            }
        }
    }

    @Test func `leaves the file that a link led to`() throws {
        let fixture = try GuestFixture()
        let root = fixture.directory.root
        try fixture.write("/etc/xen/web.cfg", "memory = 128\n")
        try DurableFile.link(root.path("/etc/reeve/guests/web.cfg"), target: "../../xen/web.cfg")
        let outcome = try GuestRemoval("web", root: root, configuration: "/etc/reeve").run()
        #expect(outcome.target == "/etc/xen/web.cfg")
        #expect(fixture.exists("/etc/xen/web.cfg") && !fixture.exists("/etc/reeve/guests/web.cfg"))
    }
}
