import SystemPackage
import Testing

@testable import Lab

@Suite struct `the lab itself` {
    @Test func `a partition table is a script for sfdisk`() {
        let root = PartitionTable.Partition(number: 1, kind: .linux, start: 1 << 20, length: 1 << 30)
        let system = PartitionTable.Partition(number: 3, kind: .efiSystem, start: 1025 << 20, length: 300 << 20)
        let table = PartitionTable(partitions: [root, system])
        #expect(table.length == 1326 << 20)
        #expect(
            table.script == """
                label: gpt
                first-lba: 34
                1: start=2048, size=2097152, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4
                3: start=2099200, size=614400, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B

                """)
    }

    @Test func `two files are not their concatenation`() {
        var two = ContentDigest()
        two.add([1])
        two.add([2])
        var one = ContentDigest()
        one.add([1, 2])
        #expect(two.hexadecimal != one.hexadecimal)
    }

    @Test func `an empty directory makes no other recipe`() async throws {
        let place = LabFiles.artefacts.appending("recipe-\(UInt32.random(in: 0 ... .max))")
        try await LabFiles.makeDirectory(place)
        try LabFiles.write("a", to: place.appending("file"))
        func digest() throws -> String {
            var digest = ContentDigest()
            try digest.add(tree: place)
            return digest.hexadecimal
        }
        let before = try digest()
        try await LabFiles.makeDirectory(place.appending("empty/too"))
        let after = try digest()
        try await LabFiles.remove(place)
        #expect(before == after)
    }

    @Test func `a journal line is a time and a message`() {
        let line = JournalLine("[   12.500000] lab systemd[1]: Started db.")
        #expect(line?.time == .seconds(12.5))
        #expect(line?.message == "lab systemd[1]: Started db.")
        #expect(JournalLine("-- No entries --") == nil)
    }

    @Test func `what GRUB says it boots is read from the console`() {
        let console = "BdsDxe: starting\r\n  Booting `Xen, bad'\r\n\r\n   Falling back to `it's good'\r\n(XEN) Xen\r\n"
        let boot = UnattendedBoot(ending: .up, console: console)
        #expect(boot.grubEntries == ["Xen, bad", "it's good"])
        #expect(boot.lastLine == "(XEN) Xen")
    }

    @Test func `what does not come to be is told with what was seen last`() async {
        await #expect(throws: LabError.deadline(what: "peace", after: .zero, lastSeen: "false: exit 1")) {
            try await eventually("peace", within: .zero) {
                throw LabError.failed(argv: ["false"], status: 1, lastLine: "")
            }
        }
    }
}
