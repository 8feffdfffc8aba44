import Formats
import Model
import Testing

@Suite struct `a domain that is to be adopted` {
    private static let uuid = GuestIdentity(host: "", name: "web").uuid
    private static let other = GuestIdentity(host: "", name: "db").uuid

    private static func domain(
        _ domid: Int = 3, _ name: String = "web", _ uuid: GuestUUID = uuid,
        _ condition: DomainSighting.Condition = .live, built: Bool = true
    ) -> DomainSighting {
        DomainSighting(domid: domid, name: name, uuid: uuid, condition: condition, isBuilt: built)
    }

    @Test func `is meant by its name, or by its number as for xl`() throws {
        let domains = [
            Self.domain(0, "Domain-0"), Self.domain(3), Self.domain(4, "7"), Self.domain(7, "db", Self.other),
        ]
        #expect(try AdoptionLook.domain("web", among: domains).domid == 3)
        #expect(try AdoptionLook.domain("7", among: domains).domid == 7)
        #expect(throws: AdoptObstacle.dom0) { try AdoptionLook.domain("0", among: domains) }
        #expect(throws: AdoptObstacle.dom0) { try AdoptionLook.domain("Domain-0", among: domains) }
        #expect(throws: AdoptObstacle.noDomain("shop", existing: ["web", "7", "db"])) {
            try AdoptionLook.domain("shop", among: domains)
        }
    }

    @Test func `one that is on its way out is not meant where another has the name`() throws {
        let domains = [Self.domain(3, "web", Self.uuid, .dying), Self.domain(4, "web", Self.other)]
        #expect(try AdoptionLook.domain("web", among: domains).domid == 4)
    }

    @Test func `is taken when it runs or somebody paused it, and nothing is in the way`() {
        for condition in [DomainSighting.Condition.live, .paused] {
            let domain = Self.domain(3, "web", Self.uuid, condition)
            #expect(
                AdoptionLook(domain: domain, domains: [domain], guests: ["db": Self.other]).obstacles == [])
        }
    }

    @Test(arguments: [
        (domain(3, "web", uuid, .shutDown(.crash)), AdoptObstacle.ended(domid: 3, .crash)),
        (domain(3, "web", uuid, .dying), .dying(domid: 3)),
        (domain(3, "web", uuid, .paused, built: false), .notBuilt(domid: 3)),
        (domain(3, "web", uuid, .live, built: false), .notBuilt(domid: 3)),
        (domain(3, "web--incoming"), .migrating(domid: 3, "web--incoming")),
        (domain(3, "web--migratedaway"), .migrating(domid: 3, "web--migratedaway")),
        (
            domain(3, "my web"),
            .badName(domid: 3, "my web", reason: "a guest's name has only letters, digits, \".\", \"_\" and \"-\"")
        ),
        (domain(3, "17"), .badName(domid: 3, "17", reason: "xl takes a name of digits alone for a domain id")),
    ])
    func `is refused for how it is, or what it is called`(domain: DomainSighting, obstacle: AdoptObstacle) {
        #expect(AdoptionLook(domain: domain, domains: [domain]).obstacles == [obstacle])
    }

    @Test func `is refused where somebody keeps it already, with all reasons at once`() {
        let domain = Self.domain()
        let file = HostPath("/etc/reeve/guests/web.cfg")
        let libvirt = HostPath("/var/lib/xen/userdata-d.3.x.libvirt-xml")
        let link = AdoptionLook.File(file, leadsTo: "/etc/xen/web.cfg")
        let look = AdoptionLook(
            domain: domain, domains: [domain, Self.domain(9, "twin")], files: [link], libvirt: libvirt)
        #expect(
            look.obstacles == [
                .twice(Self.uuid, domids: [3, 9]), .libvirt(domid: 3, "web", libvirt),
                .nameTaken("web", file, leadsTo: "/etc/xen/web.cfg"),
            ])
        // Its own file is none in the way then.
        #expect(
            AdoptionLook(domain: domain, domains: [domain], guests: ["web": Self.uuid], files: [link]).obstacles == [
                .guest("web", domid: 3)
            ])
        #expect(AdoptionLook(domain: domain, domains: [domain], target: 2).obstacles == [.stub(domid: 3, of: 2)])
    }

    @Test func `is told what to do about each`() {
        #expect(
            AdoptObstacle.nameTaken("web", "/etc/reeve/guests/web.cfg", leadsTo: "/etc/xen/web.cfg").description
                == "/etc/reeve/guests/web.cfg, a link to /etc/xen/web.cfg, is there already, for a guest of another UUID: "
                + "\"xl rename\" the domain, or \"reeve guest delete web\" first")
        #expect(
            AdoptObstacle.guest("web", domid: 3).description
                == "domain 3 is guest \"web\" already: \"reeve guest start web\" adopts it, if its unit does not watch it yet"
        )
        #expect(
            AdoptObstacle.lost([
                .init(path: "p9s[0].tag", kept: "\"share\"", proven: nil, isWritten: false)
            ]).description == """
                by its new file the domain would not be the same at its next start:
                  p9s[0].tag: the domain has "share", and xl.cfg(5) has no key for it
                if a value may go, say so by its path, as with --leave-out p9s[0].tag
                """)
    }
}
