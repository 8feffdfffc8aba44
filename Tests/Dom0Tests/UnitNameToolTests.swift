import Formats
import Subprocess
import SystemPackage
import Testing

/// What systemd itself makes of names and units that we write.
@Suite struct `names of units beside systemd's own` {
    @Test(arguments: [
        "web1", "a-b", ".hidden", "a.b:c_d", "é x", "a\\b", "@", "100%", "-", "--x", "/dev/disk/by-id/a+b=c",
    ])
    func `systemd-escape writes the same`(text: String) async throws {
        #expect(try await escape("--", text) == UnitName.escape(text))
    }

    @Test(arguments: ["/", "/dev/vg/lv", "/dev/mapper/vg-lv", "//a//b/", "/.hid/.x", "/a b/é"])
    func `systemd-escape writes the same for a path`(path: String) async throws {
        #expect(try await escape("--path", "--", path) == UnitName.escape(path: path))
        #expect(try await escape("--path", "--suffix=device", "--", path) == UnitName.device(path))
    }

    private func escape(_ arguments: String...) async throws -> String {
        let result = try await Subprocess.run(
            .name("systemd-escape"), arguments: Arguments(arguments), output: .string(limit: 4096), error: .discarded)
        return String(result.standardOutput.dropLast())
    }
}
