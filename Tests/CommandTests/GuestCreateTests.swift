import Glibc
import Subprocess
import SystemPackage
import Testing

/// A machine of its own for the program: other directories stand at /var/lib and /run.
private struct CreateMachine {
    let scratch: ScratchDirectory

    static let image = [UInt8](repeating: 0, count: 510) + [0x55, 0xAA] + [UInt8](repeating: 7, count: (1 << 20) - 512)

    init() throws {
        scratch = try ScratchDirectory()
        for name in ["lib", "run", "img", "etc"] { mkdir(scratch.path.appending(name).string, 0o755) }
        _ = try scratch.file("key.pub", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@desk\n")
        let file = try FileDescriptor.open(
            scratch.path.appending("cloud.img"), .writeOnly, options: .create, permissions: [.ownerReadWrite])
        _ = try file.closeAfter { try file.writeAll(Self.image) }
    }

    /// Whoever may not make namespaces cannot create guests either.
    static let isPossible = geteuid() == 0 && access("/usr/bin/qemu-img", X_OK) == 0 && access("/dev/loop0", F_OK) == 0

    private func path(_ name: String) -> String { scratch.path.appending(name).string }

    /// Where the disks are made.
    func disks() throws -> [String] { try Self.names(path("img")) }
    func seeds() throws -> [String] { try Self.names(path("lib/reeve/seeds")) }

    var hasDefinition: Bool { access(path("etc/guests/web.cfg"), F_OK) == 0 }

    static func names(_ path: String) throws -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    /// The arguments of unshare(1) that run the program in this machine, after some more commands.
    private func arguments(_ words: [String], _ more: String) -> Arguments {
        let script = "mount --bind \"$1/lib\" /var/lib; mount --bind \"$1/run\" /run; \(more) shift; exec \"$@\""
        return Arguments(
            ["--mount", "sh", "-c", script, "sh", scratch.path.string, ReeveProgram.path.string, "guest"] + words
                + ["--config", path("etc")])
    }

    func reeve(_ words: String..., crashAt: Int? = nil) async throws -> ReeveProgram.Outcome {
        var environment = Environment.inherit
        if let crashAt { environment = environment.updating(["REEVE_CRASH_AT": "\(crashAt)"]) }
        let result = try await Subprocess.run(
            .name("unshare"), arguments: arguments(words, ""), environment: environment,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        return .init(status: status, output: result.standardOutput, errors: result.standardError)
    }

    func create(crashAt: Int? = nil) async throws -> ReeveProgram.Outcome {
        try await reeve(
            "create", "web", "--from", "image:\(path("cloud.img"))", "--type", "hvm", "--size", "2M", "--bridge",
            "none",
            "--storage", path("img"), "--ssh-key", path("key.pub"), crashAt: crashAt)
    }

    /// Starts a creation whose qemu-img tells its process and never ends; returns when it is there, with both pids.
    func hang() async throws -> (reeve: pid_t, tool: pid_t) {
        let tool = try scratch.file("tool", "#!/bin/sh\necho here >\"\(path("here"))\"\nexec sleep 1000\n")
        chmod(tool, 0o755)
        let words = [
            "create", "web", "--from", "image:\(path("cloud.img"))", "--type", "hvm", "--size", "2M", "--bridge",
            "none",
            "--storage", path("img"), "--ssh-key", path("key.pub"),
        ]
        let more = "mount --bind \"$1/tool\" /usr/bin/qemu-img; echo $$ >\"$1/pid\";"
        let run = arguments(words, more)
        async let result = Subprocess.run(
            .name("unshare"), arguments: run, output: .discarded, error: .string(limit: 1 << 20))
        while access(path("here"), F_OK) != 0 { try await Task.sleep(for: .milliseconds(20)) }
        let pid = try pid_t(#require(Int32(scratch.text("pid").split(separator: "\n")[0])))
        let sleeping = try Self.sleepers(below: pid)
        #expect(kill(pid, SIGKILL) == 0)
        #expect(try await result.terminationStatus == .signaled(SIGKILL))
        return (pid, try #require(sleeping.first))
    }

    /// Processes that descend from another and sleep.
    private static func sleepers(below root: pid_t) throws -> [pid_t] {
        var parents: [pid_t: pid_t] = [:]
        var sleepers: [pid_t] = []
        for name in try names("/proc") {
            guard let pid = pid_t(name), let stat = try? ScratchDirectory.text(of: FilePath("/proc/\(name)/stat")),
                let end = stat.lastIndex(of: ")")
            else { continue }
            let rest = stat[stat.index(after: end)...].split(separator: " ")
            parents[pid] = pid_t(rest[1])
            if stat.contains("(sleep)") { sleepers.append(pid) }
        }
        return sleepers.filter { pid in
            var place = pid
            while let parent = parents[place], parent > 1 {
                if parent == root { return true }
                place = parent
            }
            return false
        }
    }
}

@Suite(.enabled(if: CreateMachine.isPossible, "only root makes guests, with qemu-img"))
struct `guest create` {
    @Test func `makes a guest of an image, and its storage goes at a word`() async throws {
        let machine = try CreateMachine()
        let made = try await machine.create()
        #expect(made.status == 0, "\(made.errors)")
        #expect(try machine.disks() == ["web.img"] && machine.seeds() == ["web.img"])
        let again = try await machine.create()
        #expect(again.status == 1)
        #expect(again.errors.contains("etc/guests/web.cfg is there already: choose another name"))
        #expect(again.errors.hasSuffix("reeve: nothing was made\n"))
        #expect(try await machine.reeve("delete", "web", "--delete-storage", "wob").status == 64)
        #expect(try machine.disks() == ["web.img"])
        #expect(try await machine.reeve("delete", "web", "--delete-storage", "web").status == 0)
        #expect(try machine.disks() == [] && machine.seeds() == [] && !machine.hasDefinition)
    }

    @Test func `copies a guest, with its disk`() async throws {
        let machine = try CreateMachine()
        #expect(try await machine.create().status == 0)
        let place = "\(machine.scratch.path)/img"
        let copy = try await machine.reeve("create", "web2", "--from", "guest:web", "--storage", "qcow2:\(place)")
        #expect(copy.status == 0, "\(copy.errors)")
        #expect(try machine.disks() == ["web.img", "web2.qcow2"])
        let compared = try await Subprocess.run(
            .name("qemu-img"), arguments: ["compare", "\(place)/web.img", "\(place)/web2.qcow2"], output: .discarded)
        #expect(compared.terminationStatus == .exited(0))
        #expect(try await machine.reeve("grow", "web2", "4M").status == 0)
        #expect(try await machine.reeve("delete", "web2", "--delete-storage", "web2").status == 0)
        #expect(try machine.disks() == ["web.img"])
    }

    @Test(arguments: [4, 11, 19, 27, 35, 43])
    func `that is killed is complete, or taken back by the next`(number: Int) async throws {
        let machine = try CreateMachine()
        let killed = try await machine.create(crashAt: number)
        guard killed.status != 0 else { return }
        #expect(killed.status == 137)
        let wasComplete = machine.hasDefinition
        let next = try await machine.create()
        #expect(next.status == (wasComplete ? 1 : 0), "\(next.errors)")
        #expect(try machine.disks() == ["web.img"] && machine.seeds() == ["web.img"])
        #expect(try await machine.reeve("delete", "web", "--delete-storage", "web").status == 0)
        #expect(try machine.disks() == [] && machine.seeds() == [])
    }

    @Test func `that is killed takes its tools along`() async throws {
        let machine = try CreateMachine()
        let (_, tool) = try await machine.hang()
        // The kernel has ended it; its entry goes a moment later.
        for _ in 0..<100 where kill(tool, 0) == 0 { try await Task.sleep(for: .milliseconds(20)) }
        #expect(kill(tool, 0) != 0)
        #expect(!machine.hasDefinition)
        let next = try await machine.create()
        #expect(next.status == 0)
        #expect(next.errors.contains("reeve: a creation of web was interrupted; taken back: the sparse file "))
    }

    @Test func `shows what it would do, and does nothing`() async throws {
        let machine = try CreateMachine()
        let plan = try await machine.reeve(
            "create", "web", "--from", "image:\(machine.scratch.path)/cloud.img", "--type", "hvm", "--bridge", "none",
            "--size", "2M", "--storage", "\(machine.scratch.path)/img", "--ssh-key", "\(machine.scratch.path)/key.pub",
            "--plan")
        #expect(plan.status == 0)
        #expect(
            plan.output.hasPrefix("to create web:\n  make the sparse file \(machine.scratch.path)/img/web.img, 2M\n"))
        #expect(plan.output.contains("\n# web: from the image cloud.img."))
        #expect(try machine.disks() == [] && !machine.hasDefinition)
    }

    @Test(arguments: [
        ["--storage", "srv"], ["--size", "0"], ["--type", "pvx"], ["--from", "cd:/x"], ["--vcpus", "0"],
        ["--mirror", "http://me:secret@mirror/debian"],
    ])
    func `is told what cannot be read as a usage error`(words: [String]) async throws {
        let outcome = try await ReeveProgram.run(["guest", "create", "web", "--from", "iso:/x"] + words)
        #expect(outcome.status == 64)
    }
}
