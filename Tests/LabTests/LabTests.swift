import Testing

@testable import Lab

@Suite struct `the lab itself` {
    @Test func `a partition table is what Linux reads`() {
        let root = PartitionTable.Partition(type: 0x83, start: 1 << 20, length: 1 << 30, isActive: true)
        let sector = PartitionTable(signature: 0x0102_0304, partitions: [root]).sector
        #expect(sector.count == 512)
        #expect(sector[440..<446] == [4, 3, 2, 1, 0, 0])
        #expect(sector[446..<462] == [0x80, 0xfe, 0xff, 0xff, 0x83, 0xfe, 0xff, 0xff, 0, 8, 0, 0, 0, 0, 0x20, 0])
        #expect(sector[510...] == [0x55, 0xaa])
    }

    @Test func `two files are not their concatenation`() {
        var two = ContentDigest()
        two.add([1])
        two.add([2])
        var one = ContentDigest()
        one.add([1, 2])
        #expect(two.hexadecimal != one.hexadecimal)
    }

    @Test func `a journal line is a time and a message`() {
        let line = JournalLine("[   12.500000] lab systemd[1]: Started db.")
        #expect(line?.time == .seconds(12.5))
        #expect(line?.message == "lab systemd[1]: Started db.")
        #expect(JournalLine("-- No entries --") == nil)
    }

    @Test func `what does not come to be is told with what was seen last`() async {
        await #expect(throws: LabError.deadline(what: "peace", after: .zero, lastSeen: "false: exit 1")) {
            try await eventually("peace", within: .zero) {
                throw LabError.failed(argv: ["false"], status: 1, lastLine: "")
            }
        }
    }
}
