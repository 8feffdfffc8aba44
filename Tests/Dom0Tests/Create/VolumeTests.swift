import Dom0
import Model
import SystemPackage
import Testing

@Suite struct `a volume` {
    static let record = StorageRecord(.kept, token: "7f", parts: [])

    @Test(arguments: [
        (
            Volume.logical(group: "vg0", name: "web"),
            "lvcreate --yes --wipesignatures y --zero y --addtag reeve-7f --name web --size 1073741824b vg0"
        ),
        (
            .thin(group: "vg0", pool: "pool", name: "web"),
            "lvcreate --yes --addtag reeve-7f --name web --virtualsize 1073741824b --thinpool pool vg0"
        ),
        (.zfs(dataset: "tank/web"), "zfs create -o reeve:mark=reeve-7f -V 1073741824 tank/web"),
    ])
    func `is made with a mark by which it is known again`(volume: Volume, line: String) {
        let command = VolumeControl.making(volume, size: .mebibytes(1024), mark: Self.record.mark)
        #expect(command?.description == line)
    }

    static let lvs = Command("lvs", "--noheadings", "--separator", ":", "--options", "lv_name,lv_tags", "vg0")
    static let zfs = Command(
        "zfs", "list", "-H", "-p", "-r", "-d", "1", "-t", "filesystem,volume", "-o", "name,available,reeve:mark", "tank"
    )

    static func control(_ answers: [Command: String]) throws -> (VolumeControl, ScriptedRunner, TemporaryDirectory) {
        let place = try TemporaryDirectory()
        let runner = ScriptedRunner(answers.mapValues { CommandResult(.exited(0), output: Array($0.utf8)) })
        return (VolumeControl(host: Host(root: place.root, runner: runner, clock: InstantClock())), runner, place)
    }

    @Test(arguments: [
        ("  web:backup,reeve-7f\n  db:\n", VolumeSighting.ours), ("  web:reeve-80\n", .foreign), ("  web:\n", .foreign),
        ("  db:reeve-7f\n", .absent), ("", .absent),
    ])
    func `of LVM is Reeve's by its tag`(listing: String, sighting: VolumeSighting) async throws {
        let (control, _, _) = try Self.control([Self.lvs: listing])
        let part = StorageRecord.Part(.thin(group: "vg0", pool: "p", name: "web"))
        #expect(try await control.sighting(part, of: Self.record) == sighting)
    }

    @Test(arguments: [
        ("tank\t100\t-\ntank/web\t50\treeve-7f\n", VolumeSighting.ours), ("tank\t100\t-\ntank/web\t50\t-\n", .foreign),
        ("tank\t100\treeve-7f\n", .absent),
    ])
    func `of ZFS is Reeve's by its property`(listing: String, sighting: VolumeSighting) async throws {
        let (control, _, _) = try Self.control([Self.zfs: listing])
        #expect(try await control.sighting(.init(.zfs(dataset: "tank/web")), of: Self.record) == sighting)
        #expect(try await control.room(for: .zfs(dataset: "tank/web")) == Bytes(100))
    }

    @Test func `of LVM is removed by its name and its tag`() async throws {
        let remove = Command("lvremove", "--yes", "--select", "lv_tags={reeve-7f}", "vg0/web")
        let (control, runner, _) = try Self.control([Self.lvs: "  web:reeve-7f\n", remove: ""])
        #expect(try await control.remove(.init(.logical(group: "vg0", name: "web")), of: Self.record))
        #expect(runner.commands == [Self.lvs, remove])
    }

    @Test func `of somebody else's is not removed`() async throws {
        let (control, runner, _) = try Self.control([Self.lvs: "  web:theirs\n"])
        let part = StorageRecord.Part(.logical(group: "vg0", name: "web"))
        await #expect(throws: StorageError.foreign(part.volume)) {
            try await control.remove(part, of: Self.record)
        }
        #expect(runner.commands == [Self.lvs])
    }

    @Test func `that is a file is sparse, for root alone, and known by its identity`() async throws {
        let (control, _, place) = try Self.control([:])
        var identity: FileIdentity?
        try Directory.make(place.path.appending("srv"))
        try await control.make(.raw(path: "/srv/web.img"), size: .mebibytes(64), record: Self.record) { identity = $0 }
        #expect(try place.listing().keys.sorted() == ["srv", "srv/web.img"])
        var part = StorageRecord.Part(.raw(path: "/srv/web.img"), identity: identity)
        #expect(try await control.sighting(part, of: Self.record) == .ours)
        part.identity?.inode += 1
        #expect(try await control.sighting(part, of: Self.record) == .foreign)
        part.identity = nil
        #expect(try await control.sighting(part, of: Self.record) == .absent)
    }

    @Test func `that is a file never takes the place of another`() async throws {
        let (control, _, place) = try Self.control([:])
        try DurableFile.replace(place.path.appending("web.img"), content: [1], mode: 0o644)
        await #expect(throws: FileError.self) {
            try await control.make(.raw(path: "/web.img"), size: .mebibytes(1), record: Self.record) { _ in }
        }
        #expect(try FileReader.read(place.path.appending("web.img")) == [1])
        // What was begun goes, what was there stays.
        var making = Self.record
        making.phase = .making
        #expect(try await !control.remove(.init(.raw(path: "/web.img")), of: making))
        #expect(try place.listing().keys.sorted() == ["web.img"])
    }

    @Test(arguments: [
        ("    (1.00/100%)\r    (12.50/100%)\r", 0.125), ("    (100.00/100%)\r\n", 1), ("", nil), ("x/100%)", nil),
    ])
    func `is copied with a progress that is read`(text: String, fraction: Double?) {
        #expect(GuestCreation.fraction(Array(text.utf8)) == fraction)
    }

    @Test func `that may hold something is written with zeros too`() {
        #expect(
            GuestCreation.conversion("/a", "qcow2", to: "/dev/vg0/web", .logical(group: "vg0", name: "web")).arguments
                == ["convert", "-p", "-n", "-t", "writeback", "-f", "qcow2", "-O", "raw", "/a", "/dev/vg0/web"])
        #expect(
            GuestCreation.conversion("/a", "raw", to: "/b", .qcow2(path: "/b")).arguments
                == [
                    "convert", "-p", "-n", "--target-is-zero", "-t", "writeback", "-f", "raw", "-O", "qcow2", "/a",
                    "/b",
                ]
        )
    }
}
