import Dom0
import Formats
import Model
import SystemPackage
import Testing

@Suite struct `copying a guest` {
    private let place: TemporaryDirectory
    private let db: GuestSpecification

    init() throws {
        place = try TemporaryDirectory()
        for directory in ["etc/reeve/guests", "img", "usr/bin", "usr/sbin"] {
            try Directory.make(place.path.appending(directory))
        }
        for tool in ["usr/bin/qemu-img", "usr/sbin/lvcreate"] {
            try DurableFile.replace(place.path.appending(tool), content: [], mode: 0o755)
        }
        try DurableFile.replace(
            place.path.appending("img/db.img"), content: [UInt8](repeating: 1, count: 4096), mode: 0o600)
        let text = "name = \"db\"\nmemory = 64\nkernel = \"/k\"\ndisk = [\"/img/db.img,raw,xvda,rw\"]\n"
        try DurableFile.replace(
            place.path.appending("etc/reeve/guests/db.cfg"), content: Array(text.utf8), mode: 0o644)
        db = try GuestDirectory(root: place.root, configuration: "/etc/reeve").load("db").specification
    }

    private func decide(
        _ request: CreateRequest, _ answers: [Command: String] = [:], domains: [DomainSighting] = [],
        others: [GuestSpecification]? = nil
    ) async -> CreatePlanner.Outcome {
        let runner = ScriptedRunner(answers.mapValues { CommandResult(.exited(0), output: Array($0.utf8)) })
        return await CreatePlanner(
            host: Host(root: place.root, runner: runner, clock: InstantClock()), configuration: "/etc/reeve"
        ).plan(request, domains: domains, others: others ?? [db])
    }

    private static let request = CreateRequest(name: "db2", source: .guest("db"), storage: .raw("/img"))

    @Test func `makes each disk, copies it, and writes the file last`() async throws {
        let plan = try #require(await decide(Self.request).plan)
        let volume = Volume.raw(path: "/img/db2.img")
        #expect(
            plan.steps.dropLast() == [
                .make(volume, size: Bytes(4096)),
                .convert("/img/db.img", format: "raw", into: volume, size: Bytes(4096)),
            ])
        #expect(plan.steps.last?.words == "write /etc/reeve/guests/db2.cfg" && !plan.isInstalled)
    }

    @Test func `is refused while the original runs`() async {
        let domain = DomainSighting(
            domid: 5, name: "db", uuid: GuestIdentity(host: "h", name: "db").uuid, condition: .live)
        #expect(await decide(Self.request, domains: [domain]).obstacles == [.runs("db", domid: 5)])
    }

    @Test func `needs a guest to copy`() async {
        var request = Self.request
        request.source = .guest("nobody")
        request.memory = .mebibytes(64)
        #expect(
            await decide(request).obstacles == [
                .unused("--memory", "a copy is as its original is; \"reeve guest set\" changes it"),
                .noGuest("nobody", existing: ["db"]),
            ])
    }

    @Test func `by a snapshot is made in the pool of the original, also while that runs`() async throws {
        let text = "name = \"db\"\nkernel = \"/k\"\ndisk = [\"/dev/vg0/db,raw,xvda,rw\"]\n"
        try DurableFile.replace(
            place.path.appending("etc/reeve/guests/db.cfg"), content: Array(text.utf8), mode: 0o644)
        let guest = try GuestDirectory(root: place.root, configuration: "/etc/reeve").load("db").specification
        var request = Self.request
        request.storage = .standard
        request.takesSnapshot = true
        let pool = Command("lvs", "--noheadings", "--options", "pool_lv", "vg0/db")
        let domain = DomainSighting(
            domid: 5, name: "db", uuid: GuestIdentity(host: "h", name: "db").uuid, condition: .live)
        let plan = try #require(
            await decide(request, [pool: "  thin0 \n", `a volume`.lvs: "  db:\n"], domains: [domain], others: [guest])
                .plan)
        let volume = Volume.thin(group: "vg0", pool: "thin0", name: "db2")
        #expect(plan.steps.first == .snapshot(of: "/dev/vg0/db", volume))
        #expect(
            VolumeControl.snapshot(of: "/dev/vg0/db", volume, mark: "reeve-7f")?.description
                == "lvcreate --yes --snapshot --setactivationskip n --addtag reeve-7f --name db2 vg0/db")
        let thick = await decide(request, [pool: "  \n"], others: [guest])
        #expect(thick.obstacles == [.notThin("/dev/vg0/db")])
    }
}
