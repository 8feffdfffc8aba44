import Dom0
import Formats
import Glibc
import Model
import SystemPackage
import Testing

/// A host with a CD image, on which the guest `web` is to be created.
private struct CreationFixture {
    let place: TemporaryDirectory
    let host: Host

    static let request = CreateRequest(
        name: "web", source: .iso("/srv/a.iso"), network: .bridge("br0"), storage: .raw("/srv"), size: .mebibytes(1))

    init(_ runner: any CommandRunner = ScriptedRunner()) throws {
        place = try TemporaryDirectory()
        host = Host(root: place.root, runner: runner, clock: InstantClock())
        try Directory.make(place.path.appending("srv"))
        try Directory.make(place.path.appending("sys/class/net/br0/bridge"))
        let disc = [UInt8](repeating: 0, count: 0x8001) + Array("CD001".utf8)
        try DurableFile.replace(place.path.appending("srv/a.iso"), content: disc, mode: 0o644)
    }

    func decide(
        _ request: CreateRequest = request, domains: [DomainSighting] = [], others: [GuestSpecification] = []
    ) async -> CreatePlanner.Outcome {
        await CreatePlanner(host: host, configuration: "/etc/reeve").plan(request, domains: domains, others: others)
    }

    func create(probe: Probe = .none) async throws {
        let plan = try #require(await decide().plan)
        try await GuestCreation(plan, host: host, configuration: "/etc/reeve", probe: probe, told: { _ in }).run()
    }

    var removal: StorageRemoval { StorageRemoval(host: host, configuration: "/etc/reeve") }

    /// All files but those that are gone with the boot.
    func files() throws -> [String] {
        try place.listing().filter { !$0.value.hasSuffix("/") && !$0.key.hasPrefix("run/") }.keys.sorted()
    }

    static let complete = [
        "etc/reeve/guests/web.cfg", "srv/a.iso", "srv/web.img", "var/lib/reeve/storage/web.json",
    ]
}

@Suite struct `creating a guest` {
    @Test func `makes its disk, its file, and a record of what was made`() async throws {
        let fixture = try CreationFixture()
        try await fixture.create()
        #expect(try fixture.files() == CreationFixture.complete)
        let record = try #require(try StorageStore(root: fixture.place.root).record(of: "web"))
        #expect(record.phase == .kept && record.parts.map(\.volume) == [.raw(path: "/srv/web.img")])
        #expect(try await fixture.removal.remove("web") == [.raw(path: "/srv/web.img")])
        #expect(try fixture.files() == ["etc/reeve/guests/web.cfg", "srv/a.iso"])
    }

    @Test func `that dies anywhere is complete, or is taken back by the next`() async throws {
        for number in 0..<200 {
            let fixture = try CreationFixture()
            let death = Death(.beforeCall(number))
            do { try await fixture.create(probe: death.probe) } catch { #expect(!death.survived, "\(error)") }
            guard !death.survived else {
                #expect(number > 20)
                return
            }
            let hasDefinition = try fixture.files().contains("etc/reeve/guests/web.cfg")
            let recovered = await fixture.removal.recover()
            #expect(recovered.allSatisfy { $0.problem == nil })
            // What was being written under a name of its own stays, and is nobody's.
            let files = try fixture.files().filter { !$0.contains("/.reeve-") || $0.hasPrefix("srv") }
            #expect(files == (hasDefinition ? CreationFixture.complete : ["srv/a.iso"]), "before call \(number)")
            #expect(try StorageStore(root: fixture.place.root).record(of: "web")?.phase ?? .kept == .kept)
            if !hasDefinition { try await fixture.create() }
            #expect(try await fixture.removal.remove("web") == [.raw(path: "/srv/web.img")])
        }
        Issue.record("it never came to its end")
    }

    @Test func `that somebody is at work on is not taken back`() async throws {
        let fixture = try CreationFixture()
        let death = Death(.beforeCall(20))
        await #expect(throws: (any Error).self) { try await fixture.create(probe: death.probe) }
        guard let lock = try FileLock.take("web", root: fixture.place.root) else {
            Issue.record("somebody has the lock")
            return
        }
        #expect(await fixture.removal.recover() == [])
        withExtendedLifetime(lock) {}
    }

    @Test func `that was taken back leaves what others put in its place`() async throws {
        let fixture = try CreationFixture()
        let plan = try #require(await fixture.decide().plan)
        try DurableFile.replace(fixture.place.path.appending("srv/web.img"), content: [1], mode: 0o644)
        let creation = GuestCreation(plan, host: fixture.host, configuration: "/etc/reeve", told: { _ in })
        await #expect(throws: FileError.self) { try await creation.run() }
        #expect(await creation.takeBack() == nil)
        #expect(try FileReader.read(fixture.place.path.appending("srv/web.img")) == [1])
        #expect(try fixture.files() == ["srv/a.iso", "srv/web.img"])
    }

    @Test func `finds all that is in its way before it begins`() async throws {
        let fixture = try CreationFixture()
        for name in ["srv/web.img", "etc/reeve/guests/web.cfg"] {
            try Directory.make(fixture.place.path.appending(name).removingLastComponent())
            try DurableFile.replace(fixture.place.path.appending(name), content: [], mode: 0o644)
        }
        var request = CreationFixture.request
        request.network = .bridge("br1")
        request.source = .iso("/srv/b.iso")
        let domain = DomainSighting(
            domid: 3, name: "web", uuid: GuestIdentity(host: "h", name: "web").uuid, condition: .live)
        var other = GuestSpecification(name: "db", file: "db.cfg")
        other = other.changed(by: try RecipeDifference(assignments: ["disk=[\"/srv/web.img,raw,xvda,rw\"]"]))
        let before = try fixture.files()
        let outcome = await fixture.decide(request, domains: [domain], others: [other])
        #expect(outcome.plan == nil)
        #expect(
            outcome.obstacles == [
                .nameTaken("/etc/reeve/guests/web.cfg"), .domainRuns("web", domid: 3),
                .noBridge("br1", existing: ["br0"], isWritten: true),
                .noFile("--from", "/srv/b.iso", reason: "no such file or directory"),
                .exists(.raw(path: "/srv/web.img")), .diskInUse("/srv/web.img", by: "db"),
            ])
        #expect(try fixture.files() == before)
    }

    @Test func `is refused where there is no room`() async throws {
        let fixture = try CreationFixture()
        var request = CreationFixture.request
        request.size = .mebibytes(1 << 40)
        guard case .noRoom("/srv", let needs, _)? = await fixture.decide(request).obstacles.first else {
            Issue.record("there is room")
            return
        }
        #expect(needs == .mebibytes(1 << 40))
    }
}

@Suite struct `growing a disk` {
    @Test func `makes a file longer, and never shorter`() async throws {
        let fixture = try CreationFixture()
        try await fixture.create()
        let guest = try GuestDirectory(root: fixture.place.root, configuration: "/etc/reeve").load("web").specification
        let growth = VolumeGrowth(of: guest, host: fixture.host)
        #expect(try await growth.grow(nil, to: .mebibytes(3)) == "xvda")
        #expect(fixture.place.root.size("/srv/web.img") == 3 << 20)
        await #expect(throws: StorageError.notLarger(.raw(path: "/srv/web.img"), now: .mebibytes(3))) {
            try await growth.grow("xvda", to: .mebibytes(2))
        }
        await #expect(throws: StorageError.noDisk("web", device: "xvdz", known: ["xvda"])) {
            try await growth.grow("xvdz", to: .mebibytes(9))
        }
        try StorageStore(root: fixture.place.root).forget("web")
        await #expect(throws: StorageError.notMade("web", device: "xvda")) {
            try await growth.grow("xvda", to: .mebibytes(9))
        }
    }

    @Test(arguments: [
        (Volume.qcow2(path: "/srv/web.qcow2"), "qemu-img resize -q -f qcow2 /srv/web.qcow2 2097152"),
        (.logical(group: "vg0", name: "web"), "lvextend --yes --size 2097152b vg0/web"),
        (.thin(group: "vg0", pool: "p", name: "web"), "lvextend --yes --size 2097152b vg0/web"),
        (.zfs(dataset: "tank/web"), "zfs set volsize=2097152 tank/web"),
    ])
    func `is for the tool that made it`(volume: Volume, line: String) {
        #expect(VolumeGrowth.command(volume, to: .mebibytes(2), root: Root())?.description == line)
    }
}

@Suite struct `removing a guest's storage` {
    @Test func `is refused for what Reeve did not make`() throws {
        let fixture = try CreationFixture()
        #expect(throws: StorageError.noRecord("web")) { try fixture.removal.volumes(of: "web", others: []) }
    }

    @Test func `is refused while another guest has it`() async throws {
        let fixture = try CreationFixture()
        try await fixture.create()
        let other = GuestSpecification(name: "db", file: "db.cfg").changed(
            by: try RecipeDifference(assignments: ["disk=[\"/srv/web.img,raw,xvda,rw\"]"]))
        #expect(throws: StorageError.inUse(.raw(path: "/srv/web.img"), by: "db")) {
            try fixture.removal.volumes(of: "web", others: [other])
        }
    }

    @Test func `leaves a file that somebody put in the place of Reeve's`() async throws {
        let fixture = try CreationFixture()
        try await fixture.create()
        try DurableFile.replace(fixture.place.path.appending("srv/web.img"), content: [1], mode: 0o644)
        await #expect(throws: StorageError.foreign(.raw(path: "/srv/web.img"))) {
            try await fixture.removal.remove("web")
        }
        #expect(try fixture.files() == CreationFixture.complete)
    }

    @Test func `goes away with the definition's copy when only that is deleted`() async throws {
        let fixture = try CreationFixture()
        try await fixture.create()
        let outcome = try GuestRemoval("web", root: fixture.place.root, configuration: "/etc/reeve").run()
        #expect(try Directory.names(in: fixture.place.root.path(outcome.place)) == ["web.cfg", "web.storage.json"])
        #expect(try fixture.files().contains("srv/web.img"))
    }
}
