import Dom0
import Formats
import SystemPackage
import Testing

@Suite struct `files added to an initial RAM disk` {
    /// cpio(1) reads the archive that follows, as Linux does.
    @Test(arguments: [0, 1, 2, 3, 4])
    func `are read by cpio, wherever the RAM disk ends`(length: Int) async throws {
        let ramdisk = [UInt8](repeating: 7, count: length)
        let answers = Array("d-i x string y\n".utf8)
        let added = RamdiskArchive([("preseed.cfg", answers), ("empty", [])]).added(to: ramdisk)
        #expect(added.starts(with: ramdisk))
        let start = (length + 3) / 4 * 4
        #expect(added[length..<start].allSatisfy { $0 == 0 })

        let directory = try TemporaryDirectory()
        let archive = directory.path.appending("archive")
        try DurableFile.replace(archive, content: Array(added[start...]), mode: 0o600)
        let cpio = { (arguments: [String]) in
            try await SubprocessRunner().output(
                of: Command("cpio", arguments: arguments + ["--quiet", "--file", archive.string]))
        }
        #expect(try await cpio(["--list"]) == Array("preseed.cfg\nempty\n".utf8))
        #expect(try await cpio(["--extract", "--directory", directory.path.string]) == [])
        #expect(try FileReader.read(directory.path.appending("preseed.cfg")) == answers)
    }
}
