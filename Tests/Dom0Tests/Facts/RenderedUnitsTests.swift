import Dom0
import Formats
import Glibc
import Model
import SystemPackage
import Testing

@Suite struct `rendered units` {
    /// systemd's own opinion, where it is installed.
    @Test(.enabled(if: Root().exists("/usr/bin/systemd-analyze")))
    func `systemd finds nothing wrong with them`() async throws {
        let scratch = try TemporaryDirectory()
        var facts = Facts()
        facts.toolstacks = [Toolstack(version: XenVersion(4, 17), directories: [], programs: [:])]
        facts.initScripts = ["xen", "xendomains"]
        let host = HostSpecification(console: .init(directory: "/srv/consoles of ours"), watchdog: .seconds(30))
        let tree = Specification(host: host).rendered(for: facts).tree
        for (path, desired) in tree {
            switch desired.node {
            case .file(let content, _): try scratch.file(path, String(decoding: content, as: UTF8.self))
            case .symlink(let target): try scratch.link(path, to: target)
            }
        }
        for program in ["/usr/bin/reeve", "/bin/mkdir"] {
            try scratch.file(try #require(HostPath(program)))
            _ = chmod(scratch.root.path(try #require(HostPath(program))).string, 0o755)
        }
        let units = tree.keys.filter {
            $0.parent == "/etc/systemd/system" && tree[$0]?.node != .symlink(target: "/dev/null")
        }
        .map(\.string).sorted()
        for name in [
            "sysinit.target", "basic.target", "multi-user.target", "shutdown.target", "umount.target",
            "local-fs-pre.target", "-.mount", "system.slice",
        ] {
            try scratch.file("/usr/lib/systemd/system" / name, "[Unit]\nDescription=\(name)\n")
        }
        let result = try await SubprocessRunner().run(
            Command(
                "/usr/bin/systemd-analyze",
                arguments: ["verify", "--man=no", "--root=\(scratch.path)"] + units),
            timeout: .seconds(20))
        #expect(String(decoding: result.errors, as: UTF8.self) == "")
        #expect(result.ending == .exited(0))
    }
}
