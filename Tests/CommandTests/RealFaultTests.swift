import Glibc
import SystemPackage
import Testing

/// A file system of its own on a directory.
private final class Mounted: Sendable {
    private let place: String

    /// Whether this process may mount at all: it needs root's powers, which a container may not have.
    static let isPossible: Bool = {
        // try?: what cannot be mounted, for whatever reason, cannot be tested with.
        guard let scratch = try? ScratchDirectory() else { return false }
        guard let disk = try? Mounted(memory: 4096, on: scratch.path.string) else { return false }
        disk.unmount()
        return true
    }()

    /// A tmpfs of so many bytes.
    init(memory bytes: Int, on place: String) throws(Errno) {
        guard mount("tmpfs", place, "tmpfs", 0, "size=\(bytes)") == 0 else { throw Errno(rawValue: errno) }
        self.place = place
    }

    /// What is there already, not to be written to.
    init(readOnly place: String) throws(Errno) {
        self.place = place
        guard mount(place, place, nil, UInt(MS_BIND), nil) == 0,
            mount(nil, place, nil, UInt(MS_BIND | MS_REMOUNT | MS_RDONLY), nil) == 0
        else { throw Errno(rawValue: errno) }
    }

    func unmount() { umount2(place, CInt(MNT_DETACH)) }
}

@Suite struct `apply on a machine with faults` {
    @Test(.enabled(if: Mounted.isPossible, "only root can mount a small disk"), arguments: [4096, 8192, 16384, 24576])
    func `a disk that is full from the start leaves everything as it was`(size: Int) async throws {
        let root = try CommandRoot()
        let disk = try Mounted(memory: size, on: "\(root.path)/var/lib")
        defer { disk.unmount() }
        let before = try root.tree()
        let outcome = try await root.reeve("apply")
        #expect(outcome.status == 1)
        let line = outcome.errors.split(separator: "\n").last ?? ""
        #expect(line.hasPrefix("reeve: \(root.path)/var/lib/reeve/"))
        #expect(line.hasSuffix(": no space left on device; everything is as it was before"))
        #expect(try root.tree() == before)
    }

    @Test(.enabled(if: Mounted.isPossible, "only root can mount a small disk"))
    func `a disk that filled up since the last apply keeps that generation`() async throws {
        let root = try CommandRoot()
        let disk = try Mounted(memory: 256 << 10, on: "\(root.path)/var/lib")
        defer { disk.unmount() }
        #expect(try await root.reeve("apply").status == 0)
        try root.write("etc/reeve/guests/db.cfg", "type = \"pv\"\nmemory = 64\nkernel = \"/boot/k\"\n")
        #expect(throws: Errno.noSpace) {
            try root.write("var/lib/filler", String(repeating: "x", count: 512 << 10))
        }
        let before = try root.tree()
        let outcome = try await root.reeve("apply")
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasSuffix(": no space left on device; everything is as it was before\n"))
        #expect(try root.tree() == before)
        #expect(try await root.reeve("generations").output.hasPrefix("* 1\t"))

        #expect(unlink("\(root.path)/var/lib/filler") == 0)
        #expect(try await root.reeve("apply").status == 0)
    }

    @Test(.enabled(if: Mounted.isPossible, "only root can mount read-only"))
    func `a read-only etc is named before anything is done`() async throws {
        let root = try CommandRoot()
        let before = try root.tree()
        let etc = try Mounted(readOnly: "\(root.path)/etc")
        defer { etc.unmount() }
        let outcome = try await root.reeve("apply")
        #expect(outcome.status == 1)
        #expect(outcome.errors == "reeve: \(root.path)/etc: read-only file system; nothing was changed\n")
        #expect(try root.tree() == before)
        #expect(access("\(root.path)/var/lib/reeve", F_OK) != 0)
    }

    @Test func `a directory in a file's place is named, and stays`() async throws {
        let root = try CommandRoot()
        #expect(unlink("\(root.path)/etc/xen/xl.conf") == 0)
        #expect(mkdir("\(root.path)/etc/xen/xl.conf", 0o755) == 0)
        let before = try root.tree()
        let outcome = try await root.reeve("apply")
        #expect(outcome.status == 1)
        #expect(
            outcome.errors
                == "reeve: /etc/xen/xl.conf: is a directory, where Reeve has to write a file; move it away\n")
        #expect(try root.tree() == before)
    }

    @Test func `a file edited by hand is kept until it is given up`() async throws {
        let root = try CommandRoot()
        #expect(try await root.reeve("apply").status == 0)
        try root.write("etc/xen/xl.conf", "autoballoon = \"on\"\n")
        let before = try root.tree()

        let plan = try await root.reeve("plan")
        #expect(plan.status == 2)
        let drift =
            "changed since the last apply: /etc/xen/xl.conf; apply leaves it alone without --overwrite /etc/xen/xl.conf"
        #expect(plan.output.split(separator: "\n").contains { $0 == drift })

        let refused = try await root.reeve("apply")
        #expect(refused.status == 1)
        #expect(
            refused.errors.hasSuffix(
                "\nreeve: 1 file changed since the last apply: /etc/xen/xl.conf; put the change into the configuration, "
                    + "or give it up with --overwrite /etc/xen/xl.conf\n"))
        #expect(try root.tree() == before)
    }

    @Test func `an edit that was given up is kept, and rollback goes to what the apply before left`() async throws {
        let root = try CommandRoot()
        let before = try root.tree()
        #expect(try await root.reeve("apply").status == 0)
        let applied = try root.tree()
        let edited = "autoballoon = \"on\"\n"
        try root.write("etc/xen/xl.conf", edited)
        let done = try await root.reeve("apply", "--overwrite", "/etc/xen/xl.conf")
        #expect(done.status == 0)
        let place = try #require(done.output.firstMatch(of: /kept in (\S+)/)).output.1
        #expect(try FileDescriptor.open(FilePath("\(root.path)\(place)"), .readOnly).text() == edited)
        #expect(try await root.reeve("rollback").status == 0)
        #expect(try root.tree() == applied)
        #expect(try await root.reeve("rollback", "0").status == 0)
        #expect(try root.tree() == before)
    }

    @Test func `two at once: the second names the first`() async throws {
        let root = try CommandRoot()
        #expect(mkdir("\(root.path)/run/reeve", 0o755) == 0)
        try root.write("run/reeve/lock", "\(getpid())\n")
        let lock = open("\(root.path)/run/reeve/lock", O_RDWR | O_CLOEXEC)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX) == 0)
        let before = try root.tree()
        let outcome = try await root.reeve("apply")
        #expect(
            outcome
                == .init(
                    status: 75, output: "",
                    errors:
                        "reeve: another reeve (pid \(getpid())) holds \(root.path)/run/reeve/lock; try again when it is done\n"
                ))
        #expect(try root.tree() == before)
    }
}

extension FileDescriptor {
    /// A short text that is left in the file; closes it.
    fileprivate func text() throws -> String {
        try closeAfter {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = try buffer.withUnsafeMutableBytes { try read(into: $0) }
            return String(decoding: buffer.prefix(count), as: UTF8.self)
        }
    }
}
