import Dom0
import Glibc
import Subprocess
import SystemPackage
import Testing

/// A root with a configuration, brought about by the built program.
final class CommandRoot: Sendable {
    let path: String

    init() throws {
        let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(place)/reeve-command-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno.current }
        path = FilePath(platformString: template).string
        for directory in ["etc", "etc/reeve", "etc/reeve/guests", "etc/xen", "etc/init.d", "var", "var/lib", "run"] {
            guard mkdir("\(path)/\(directory)", 0o755) == 0 else { throw Errno.current }
        }
        try write("etc/xen/xl.conf", "#autoballoon=\"auto\"\n")
        try write("etc/reeve/host.conf", "dom0.memory = \"2G\"\n")
        try write("etc/reeve/guests/web.cfg", "type = \"pv\"\nmemory = 64\nkernel = \"/boot/k\"\n")
    }

    deinit { Self.remove(path) }

    func write(_ name: String, _ text: String) throws {
        let file = try FileDescriptor.open(
            FilePath("\(path)/\(name)"), .writeOnly, options: [.create, .truncate],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        try file.closeAfter { _ = try file.writeAll(Array(text.utf8)) }
    }

    /// Every path below `etc` with its content or target.
    func tree() throws -> [String: String] {
        var entries: [String: String] = [:]
        try list("etc", into: &entries)
        return entries
    }

    private func list(_ directory: String, into entries: inout [String: String]) throws {
        for name in try Self.names("\(path)/\(directory)") {
            let place = "\(directory)/\(name)"
            var status = stat()
            guard lstat("\(path)/\(place)", &status) == 0 else { throw Errno.current }
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                entries[place] = "directory"
                try list(place, into: &entries)
            case S_IFLNK: entries[place] = "link"
            default:
                let file = try FileDescriptor.open(FilePath("\(path)/\(place)"), .readOnly)
                entries[place] = try file.closeAfter {
                    var buffer = [UInt8](repeating: 0, count: 1 << 16)
                    let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
                    return
                        "\(String(status.st_mode, radix: 8)) \(String(decoding: buffer.prefix(count), as: UTF8.self))"
                }
            }
        }
    }

    private static func names(_ path: String) throws -> [String] {
        guard let stream = opendir(path) else { throw Errno.current }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }

    private static func remove(_ path: String) {
        // try?: what cannot be listed is no directory.
        for name in (try? names(path)) ?? [] where unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
        rmdir(path)
    }

    func reeve(_ command: String..., crashAt: Int? = nil) async throws -> ReeveProgram.Outcome {
        var environment = Environment.inherit
        if let crashAt { environment = environment.updating(["REEVE_CRASH_AT": "\(crashAt)"]) }
        let result = try await Subprocess.run(
            .path(ReeveProgram.path), arguments: Arguments(command + ["--root", path]), environment: environment,
            output: .string(limit: 4 << 20), error: .string(limit: 4 << 20))
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        return .init(status: status, output: result.standardOutput, errors: result.standardError)
    }
}

@Suite struct `plan, apply and rollback` {
    @Test func `a plan is shown, carried out, empty, listed and taken back`() async throws {
        let root = try CommandRoot()
        let before = try root.tree()
        let plan = try await root.reeve("plan")
        #expect(plan.status == 2)
        #expect(plan.output.contains("\n+autoballoon = \"off\"\n"))
        #expect(try root.tree() == before)

        #expect(try await root.reeve("apply").status == 0)
        let second = try await root.reeve("plan")
        #expect(second.status == 0)
        #expect(second.output.hasSuffix("nothing to do\n"))
        #expect(try await root.reeve("generations").output.hasPrefix("* 1\t"))
        #expect(try await root.reeve("rollback").status == 0)
        #expect(try root.tree() == before)
    }

    @Test func `the plan for programs has a version and sorted keys`() async throws {
        let root = try CommandRoot()
        let plan = try await root.reeve("plan", "--json")
        #expect(plan.output.hasPrefix("{\n  \"converged\" : false,\n  \"drift\" : [\n\n  ],\n  \"effects\" : ["))
        #expect(plan.output.contains("\"version\" : 1"))
    }

    @Test func `an error in the configuration changes nothing`() async throws {
        let root = try CommandRoot()
        try root.write("etc/reeve/host.conf", "dom0.memroy = 1\n")
        let before = try root.tree()
        let outcome = try await root.reeve("apply")
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("memroy"))
        #expect(try root.tree() == before)
    }

    @Test func `an edited file is shown and left alone, until it is given up`() async throws {
        let root = try CommandRoot()
        _ = try await root.reeve("apply")
        try root.write("etc/xen/xl.conf", "mine\n")
        let refused = try await root.reeve("apply")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("\n-mine\n"))
        #expect(refused.errors.contains("--overwrite /etc/xen/xl.conf"))
        let done = try await root.reeve("apply", "--overwrite", "/etc/xen/xl.conf")
        #expect(done.status == 0)
        #expect(done.output.contains("what was in /etc/xen/xl.conf is kept in /var/lib/reeve/saved/"))
    }

    @Test func `a second apply at the same time leaves with its own status`() async throws {
        let root = try CommandRoot()
        guard mkdir("\(root.path)/run/reeve", 0o755) == 0 else { throw Errno.current }
        let lock = open("\(root.path)/run/reeve/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX) == 0)
        let outcome = try await root.reeve("apply")
        #expect(outcome.status == 75)
        #expect(outcome.errors.hasPrefix("reeve: another reeve holds "))
    }

    @Test func `render writes the tree and nothing of Reeve's own`() async throws {
        let root = try CommandRoot()
        let outcome = try await ReeveProgram.run(
            "render", "--config", "\(root.path)/etc/reeve", "--root", "\(root.path)/out")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("/etc/systemd/system/xenstored.service\n"))
        #expect(access("\(root.path)/out/etc/systemd/system/xenstored.service", F_OK) == 0)
        #expect(access("\(root.path)/out/var", F_OK) != 0)
        #expect(try await ReeveProgram.run("render", "--root", "/").status == 64)
    }

    @Test func `render writes what a bootspec is to say of Xen`() async throws {
        let root = try CommandRoot()
        let outcome = try await ReeveProgram.run(
            "render", "--config", "\(root.path)/etc/reeve", "--root", "\(root.path)/out", "--xen", "4.20",
            "--bootspec", "\(root.path)/xen.json", "--xen-efi", "/nix/store/x/xen.efi")
        #expect(outcome.status == 0 && outcome.output.contains("\(root.path)/xen.json\n"))
        let text = String(decoding: try FileReader.read(FilePath("\(root.path)/xen.json")), as: UTF8.self)
        #expect(text.contains("\"org.xenproject.bootspec.v1\" : {\n    \"xen\" : \"/nix/store/x/xen.efi\""))
        #expect(text.contains("\"org.xenproject.bootspec.v2\" : {\n    \"efiPath\" : \"/nix/store/x/xen.efi\""))
        #expect(text.contains("\"version\" : \"4.20\""))
    }

    /// The program kills itself before its n-th change to the disk, for every n; alternately the next apply has to
    /// finish, and rollback to take back.
    @Test(.timeLimit(.minutes(3)))
    func `killed anywhere, the next command ends in the state after or before`() async throws {
        let whole = try CommandRoot()
        let before = try whole.tree()
        _ = try await whole.reeve("apply")
        let after = try whole.tree()
        for call in 0..<1000 {
            let root = try CommandRoot()
            let killed = try await root.reeve("apply", crashAt: call)
            if killed.status == 0 {
                print("crash: \(call) points with the program")
                return #expect(call > 50)
            }
            #expect(killed.status == -SIGKILL)
            if call.isMultiple(of: 2) {
                #expect(try await root.reeve("apply").status == 0)
                #expect(try root.tree() == after)
            } else {
                let outcome = try await root.reeve("rollback")
                // Killed before anything was begun, there is nothing to go back to.
                #expect(outcome.status == 0 || outcome.errors.contains("nothing has been applied yet"))
                #expect(try root.tree() == before)
            }
        }
    }
}

extension Errno {
    fileprivate static var current: Errno { Errno(rawValue: errno) }
}
