import Dom0
import Formats
import Glibc
import SystemPackage
import Testing

@Suite struct `a small FAT disk, by others` {
    static let hasTools = access("/usr/bin/mtype", X_OK) == 0 && access("/usr/sbin/fsck.vfat", X_OK) == 0

    @Test(.enabled(if: hasTools, "mtools and dosfstools are not here"))
    func `is read as it was written`() async throws {
        let files = [
            FATImage.File("meta-data", Array("instance-id: 1\n".utf8)),
            FATImage.File("network-config", [UInt8](repeating: UInt8(ascii: "n"), count: 1500)),
            FATImage.File("empty", []), FATImage.File("exactly13char", Array("x".utf8)),
        ]
        let place = try TemporaryDirectory()
        let disk = place.path.appending("disk")
        let bytes = try #require(FATImage.bytes(label: "CIDATA", files: files))
        try DurableFile.replace(disk, content: bytes, mode: 0o600)
        let runner = SubprocessRunner()
        let check = try await runner.run(Command("fsck.vfat", "-n", disk.string), timeout: nil)
        #expect(check.succeeded, "\(String(decoding: check.output, as: UTF8.self))")
        for file in files {
            let read = try await runner.output(of: Command("mtype", "-i", disk.string, "::\(file.name)"))
            #expect(read == file.content)
        }
    }
}
