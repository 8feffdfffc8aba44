import Glibc
import Subprocess
import SystemPackage
import Testing

/// A tree for an image builder, of the examples in the package.
private final class Rendered: Sendable {
    let scratch: ScratchDirectory
    let outcome: ReeveProgram.Outcome

    init(xen: String = "4.20", into name: String = "out") async throws {
        scratch = try ScratchDirectory()
        let examples = ReeveProgram.package.appending("share/examples")
        for (file, place) in [
            ("host.conf", "host.conf"), ("db.cfg", "guests/db.cfg"), ("web.cfg", "guests/web.cfg"),
        ] {
            _ = try scratch.file("reeve/\(place)", try ScratchDirectory.text(of: examples.appending(file)))
        }
        outcome = try await ReeveProgram.run(
            "render", "--config", scratch.path.appending("reeve").string, "--root",
            scratch.path.appending(name).string, "--xen", xen)
    }

    /// The paths that were written, as the command says.
    var paths: [String] { outcome.output.split(separator: "\n").filter { $0.hasPrefix("/") }.map(String.init) }
}

@Suite struct `a rendered tree` {
    @Test func `it is the same wherever the configuration stands`() async throws {
        let first = try await Rendered()
        let second = try await Rendered(into: "other/place")
        #expect(first.outcome.status == 0 && first.paths == second.paths && first.paths.count > 15)
        for path in first.paths {
            var status = stat()
            let place = first.scratch.path.appending("out\(path)").string
            guard lstat(place, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            let text = try first.scratch.text("out\(path)")
            #expect(try text == second.scratch.text("other/place\(path)"))
            #expect(!text.contains(first.scratch.path.string))
        }
    }

    @Test func `a stock Debian that has it has nothing to plan`() async throws {
        let host = try HostTree("bookworm")
        let rendered = try await Rendered(xen: "4.17")
        for (path, entry) in try HostTree.content(of: rendered.scratch.path, below: "out") {
            try host.put(String(path.dropFirst("out/".count)), entry)
        }
        for (path, entry) in try HostTree.content(of: rendered.scratch.path, below: "reeve") {
            try host.put("etc/\(path)", entry)
        }
        let plan = try await host.reeve("plan")
        #expect(plan.status == 0, "\(plan.output)")
        #expect(plan.output.hasSuffix("\nnothing to do\n"))
    }

    @Test(.enabled(if: access("/usr/bin/systemd-analyze", X_OK) == 0, "needs systemd-analyze"))
    func `systemd finds nothing wrong with its units`() async throws {
        let rendered = try await Rendered()
        let scratch = rendered.scratch
        let template = ReeveProgram.package.appending("share/systemd/reeve-guest@.service")
        _ = try scratch.file("out/usr/lib/systemd/system/reeve-guest@.service", ScratchDirectory.text(of: template))
        for name in [
            "sysinit.target", "basic.target", "multi-user.target", "shutdown.target", "umount.target",
            "local-fs-pre.target", "network-online.target", "remote-fs.target", "-.mount", "system.slice",
        ] {
            _ = try scratch.file("out/usr/lib/systemd/system/\(name)", "[Unit]\nDescription=\(name)\n")
        }
        for program in ["usr/bin/reeve", "bin/mkdir"] {
            #expect(chmod(try scratch.file("out/\(program)", ""), 0o755) == 0)
        }
        let guests = ["db", "web"].map { "reeve-guest@\($0).service" }
        let daemons = ["xenstored.service", "xenconsoled.service", "xen-init-dom0.service", "proc-xen.mount"]
        let result = try await Subprocess.run(
            .path("/usr/bin/systemd-analyze"),
            arguments: Arguments(
                ["verify", "--man=no", "--root=\(scratch.path.appending("out"))"] + daemons + guests),
            output: .discarded, error: .string(limit: 65536))
        #expect(result.standardError == "")
        #expect(result.terminationStatus.isSuccess)
    }

    @Test(.enabled(if: access("/usr/bin/nix-instantiate", X_OK) == 0, "needs Nix"))
    func `the module for NixOS evaluates with it`() async throws {
        let rendered = try await Rendered()
        let module = ReeveProgram.package.appending("share/examples/nixos/reeve.nix").string
        let place = rendered.scratch.path
        let expression = """
            (import \(module) { tree = \(place)/out; configuration = \(place)/reeve; reeve = \(place)/reeve; }
              { pkgs = { runCommand = name: set: script: name; xen = "/xen"; }; }).systemd.targets.multi-user.wants
            """
        let result = try await Subprocess.run(
            .path("/usr/bin/nix-instantiate"), arguments: ["--eval", "--strict", "-E", expression],
            output: .string(limit: 65536), error: .string(limit: 65536))
        #expect(result.standardOutput == "[ \"reeve-guest@db.service\" \"reeve-guest@web.service\" ]\n")
    }
}
