import Glibc
import Subprocess
import SystemPackage
import Testing

/// Files that nobody writes by hand; larger ones of each kind take seconds in a release build, and end the same way.
@Suite(.timeLimit(.minutes(1))) struct `files that nobody would write` {
    static let head = "name = \"web\"\nkernel = \"/boot/vmlinuz\"\nmemory = 512\n"

    let directory: ScratchDirectory

    init() throws { directory = try ScratchDirectory() }

    private static func list(_ key: String, _ content: String) -> String { "\(key) = [\"\(content)\"]\n" }

    private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    @Test(arguments: [",", ":", "0", "[", " ", "a=", "bridge=a,", "raw:", "name=,", "xvda,"])
    func `a huge string is refused in one go`(piece: String) async throws {
        let keys = ["disk", "vif", "pci", "vfb", "channel", "usbdev", "cpus", "cpuid", "p9", "iomem", "vdispl"]
        let text = Self.times(10_000 / piece.utf8.count, piece)
        let file = try directory.file("web.cfg", Self.head + keys.map { Self.list($0, text) }.joined())
        let outcome = try await ReeveProgram.run("check", "--xen", "4.20", file)
        #expect(outcome.status == 65)
        #expect(outcome.errors == "")
        #expect(outcome.output.hasPrefix("\(file):"))
        // The sentences quote it, and not the whole of it.
        #expect(outcome.output.utf8.count < 1 << 20)
    }

    /// A file, and a line that tells what became of it; `FILE` is its name.
    struct Ending: Sendable, CustomTestStringConvertible {
        var text: String
        var status: Int32
        var line: String

        var testDescription: String { line }

        init(_ text: String, _ status: Int32, _ line: String) {
            (self.text, self.status, self.line) = (text, status, line)
        }
    }

    static let endings = [
        Ending(
            head + list("device_model_args", times(100_000, "a\", \"")), 0, "1 file, 0 errors, 0 warnings (Xen 4.20)"),
        Ending(head + times(5_000, "vcpus = 2\n"), 0, "1 file, 0 errors, 1000 warnings (Xen 4.20)"),
        Ending(
            head + (0..<5_000).map { "k\($0) = 1\n" }.joined(), 65,
            "FILE: error: 4000 further errors and warnings are not shown"
        ),
        Ending(
            head + (0..<5_000).map { "reeve.k\($0) = 1\n" }.joined(), 65,
            "FILE: error: 4000 further errors and warnings are not shown"
        ),
        Ending(
            head + list("reeve.start.after", times(5_000, "db\", \"") + "db"), 65,
            "FILE: error: 4000 further errors and warnings are not shown"
        ),
        Ending(head + "disk = " + times(100_000, "["), 65, "FILE:4:264: error: lists are nested more than 256 deep"),
        Ending(head + times(100_000, "\0"), 65, "FILE:4:1: error: a NUL byte cannot stand here"),
        Ending(head + "extra = \"\0\"\n", 65, "FILE:4:10: error: a NUL byte cannot stand here"),
        Ending("", 65, "FILE: error: no name is given [name]"),
    ]

    @Test(arguments: endings)
    func `a huge or empty file ends with its own line`(ending: Ending) async throws {
        let file = try directory.file("web.cfg", ending.text)
        let outcome = try await ReeveProgram.run("check", "--xen", "4.20", file)
        #expect(outcome.status == ending.status)
        #expect(outcome.output.split(separator: "\n").contains { $0 == ending.line.replacing("FILE", with: file) })
    }

    @Test func `bytes that are not UTF-8 are shown and never sent to the terminal`() async throws {
        let file = try directory.file("web.cfg", Self.head)
        let descriptor = try FileDescriptor.open(FilePath(file), .writeOnly, options: .append)
        try descriptor.closeAfter {
            _ = try descriptor.writeAll(Array("vif = [\"".utf8) + [0xFF] + Array("\"]\n".utf8) + [0xFF, 0xFE, 0x0A])
        }
        let outcome = try await ReeveProgram.run("check", "--xen", "4.20", file)
        #expect(outcome.status == 65)
        let lines = outcome.output.split(separator: "\n").filter { $0.contains("error: ") }
        #expect(
            lines == [
                "\(file):4:8: error: the value is not UTF-8 text [vif]",
                "\(file):5:1: error: \"\\xff\\xfe\" has no meaning here",
            ])
    }

    @Test func `what is no file is refused and never waited for`() async throws {
        let fifo = directory.path.appending("fifo.cfg").string
        #expect(mkfifo(fifo, 0o644) == 0)
        let outcome = try await ReeveProgram.run("check", "--xen", "4.20", fifo, "/dev/zero", "/dev/null")
        #expect(outcome.status == 65)
        #expect(
            outcome.output == """
                \(fifo): error: is a FIFO, not a regular file
                /dev/zero: error: is a character device, not a regular file
                /dev/null: error: is a character device, not a regular file
                3 files, 3 errors, 0 warnings (Xen 4.20)

                """)
    }

    /// Root may read everything, but for the capabilities that it is started without here.
    @Test func `a file that this user may not read is named`() async throws {
        let file = try directory.file("web.cfg", Self.head)
        #expect(chmod(file, 0) == 0)
        let powerless = getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"] : []
        let command = powerless + [ReeveProgram.path.string, "check", "--xen", "4.20", file]
        let result = try await Subprocess.run(
            .path(FilePath(command[0])), arguments: Arguments(Array(command.dropFirst())),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        #expect(result.terminationStatus == .exited(65))
        #expect(
            result.standardOutput == """
                \(file): error: not readable by this user (permission denied)
                1 file, 1 error, 0 warnings (Xen 4.20)

                """)
    }
}
