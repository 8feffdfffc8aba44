import SystemPackage
import Testing

@Suite struct `reeve check` {
    let directory: ScratchDirectory
    static let good = "name = \"web\"\nkernel = \"/boot/vmlinuz\"\nmemory = 512\n"

    init() throws { directory = try ScratchDirectory() }

    @Test func `a good file is counted and no more`() async throws {
        let file = try directory.file("web.cfg", Self.good)
        let outcome = try await ReeveProgram.run("check", "--xen", "4.17", file)
        #expect(outcome == .init(status: 0, output: "1 file, 0 errors, 0 warnings (Xen 4.17)\n", errors: ""))
    }

    @Test func `every error of every file is said with its place, and the status is 65`() async throws {
        let web = try directory.file("web.cfg", Self.good + "reeve.start.auto = 2\nreeve.stop.timout = 5\n")
        let host = try directory.file("host.conf", "dom0.memory = \"2 gigs\"\n")
        let outcome = try await ReeveProgram.run("check", "--xen", "4.17", web, host)
        #expect(
            outcome
                == .init(
                    status: 65,
                    output: """
                        \(web):4:20: error: "2" is neither 0 nor 1 [reeve.start.auto]
                         4 | reeve.start.auto = 2
                           |                    ^
                           = hint: xl's grammar has no true and false: write 1 or 0
                        \(web):5:1: error: there is no key "reeve.stop.timout" [reeve.stop.timout]
                         5 | reeve.stop.timout = 5
                           | ^^^^^^^^^^^^^^^^^
                           = hint: did you mean "reeve.stop.timeout"?
                        \(host):1:15: error: "2 gigs" is not a memory size [dom0.memory]
                         1 | dom0.memory = "2 gigs"
                           |               ^^^^^^^^
                           = hint: write a number and a unit, as in "2G" or "512M"
                        2 files, 3 errors, 0 warnings (Xen 4.17)

                        """, errors: ""))
    }

    @Test func `keys of xl are checked for the Xen that is meant`() async throws {
        let web = try directory.file("web.cfg", Self.good + "memroy = 1\nbootloader_restrict = 1\n")
        let host = try directory.file(
            "host.conf", "dom0.memory = \"1G\"\nxl.autobaloon = \"off\"\nxl.claim_mode = \"x\"\n")
        let outcome = try await ReeveProgram.run("check", "--xen", "4.17", web, host)
        let lines = outcome.output.split(separator: "\n").filter { $0.contains("error: ") }
        #expect(
            lines == [
                "\(web):4:1: error: unknown key \"memroy\"",
                "\(web):5:1: error: \"bootloader_restrict\" needs Xen 4.18, the target is 4.17",
                "\(host):2:1: error: unknown key \"xl.autobaloon\"",
                "\(host):3:17: error: \"x\" is not a number [xl.claim_mode]",
            ])
    }

    @Test func `what two guests cannot have at once is told`() async throws {
        let devices = "vif = [\"mac=00:16:3e:00:00:01\"]\ndisk = [\"/dev/vg/a,,xvda\", \"/srv/cd.iso,,xvdb,ro\"]\n"
        let kernel = "kernel = \"/boot/vmlinuz\"\nmemory = 512\n"
        _ = try directory.file("guests/a.cfg", kernel + devices)
        _ = try directory.file("guests/b.cfg", kernel + devices)
        let outcome = try await ReeveProgram.run("check", "--xen", "4.17", "--config", directory.path.string)
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n").filter { $0.contains("warning: ") }
        let place = "\(directory.path)/guests/b.cfg"
        #expect(
            lines == [
                "\(place):3:8: warning: guest \"a\" has the MAC address 00:16:3e:00:00:01 too [vif]",
                "\(place):4:9: warning: guest \"a\" has the disk /dev/vg/a too, and this one writes to it [disk]",
            ])
    }

    @Test func `programs get JSON`() async throws {
        let file = try directory.file("host.conf", "dom0.memroy = 512\n")
        let outcome = try await ReeveProgram.run("check", "--xen", "4.20", "--json", file)
        #expect(outcome.status == 65)
        #expect(
            outcome.output == """
                {
                  "diagnostics" : [
                    {
                      "column" : 1,
                      "file" : "\(file)",
                      "hint" : "did you mean \\"dom0.memory\\"?",
                      "key" : "dom0.memroy",
                      "line" : 1,
                      "message" : "there is no key \\"dom0.memroy\\"",
                      "severity" : "error"
                    }
                  ],
                  "errors" : 1,
                  "files" : 1,
                  "version" : 1,
                  "warnings" : 0,
                  "xen" : "4.20"
                }

                """)
    }

    @Test func `what is no file is an error that names it`() async throws {
        let outcome = try await ReeveProgram.run("check", "--xen", "4.17", directory.path.string, "/nowhere/web.cfg")
        #expect(outcome.status == 65)
        #expect(
            outcome.output == """
                \(directory.path): error: is a directory, not a regular file
                /nowhere/web.cfg: error: no such file
                2 files, 2 errors, 0 warnings (Xen 4.17)

                """)
    }

    @Test func `a Xen that nobody knows is a usage error`() async throws {
        let outcome = try await ReeveProgram.run("check", "--xen", "4.99")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("Xen 4.99 is not known: 4.11 to 4.22 are"))
    }

    @Test func `a whole configuration is read with its guests`() async throws {
        _ = try directory.file("host.conf", "stop.timeout = 30\n")
        _ = try directory.file("guests/web.cfg", Self.good)
        _ = try directory.file("guests/web.reeve", "reeve.start.after = [\"db\"]\n")
        _ = try directory.file("guests/123.cfg", Self.good)
        _ = try directory.file("guests/old.reeve", "")
        _ = try directory.file("guests/README", "")
        let outcome = try await ReeveProgram.run("check", "--xen", "4.17", "--config", directory.path.string)
        #expect(outcome.status == 65)
        let lines = outcome.output.split(separator: "\n").filter { $0.contains("error: ") || $0.contains("warning: ") }
        let place = "\(directory.path)/guests"
        #expect(
            lines == [
                "\(place)/123.cfg: error: \"123\" cannot be the name of a guest",
                "\(place)/README: warning: is not read: the files of guests end in .cfg and .reeve",
                "\(place)/old.reeve: error: there is no old.cfg beside it",
                "\(place)/web.reeve:1:21: error: guest \"web\" waits for \"db\", and there is no such guest; there are no others [reeve.start.after]",
            ])
    }

    @Test func `without any configuration nothing is wrong`() async throws {
        let outcome = try await ReeveProgram.run("check", "--xen", "4.17", "--config", "\(directory.path)/none")
        #expect(outcome == .init(status: 0, output: "0 files, 0 errors, 0 warnings (Xen 4.17)\n", errors: ""))
    }
}
