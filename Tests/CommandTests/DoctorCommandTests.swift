import SystemPackage
import Testing

@Suite struct `reeve doctor` {
    let machine: ScratchDirectory

    init() throws { machine = try ScratchDirectory() }

    private func doctor(_ more: String...) async throws -> ReeveProgram.Outcome {
        try await ReeveProgram.run(["doctor", "--root", machine.path.string] + more)
    }

    @Test func `a finding is told with its cause and its remedy`() async throws {
        _ = try machine.file("usr/lib/modules-load.d/xen.conf", "xen-evtchn\nblktap2\n")
        let outcome = try await doctor()
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(
            outcome.output.hasPrefix(
                """
                warning: /usr/lib/modules-load.d/xen.conf lists blktap2 [modules-dead]
                  each is an error at every boot, and older systemd calls the system degraded for it
                  = reeve puts a list in its place that holds what the kernels here have
                    reeve apply

                not looked at: 
                """))
        #expect(outcome.output.hasSuffix(" checks: 0 errors, 1 warning, 0 notes\n"))
    }

    @Test func `an error is told by the status`() async throws {
        _ = try machine.file("sys/hypervisor/type", "xen\n")
        _ = try machine.file("sys/hypervisor/version/major", "4\n")
        _ = try machine.file("sys/hypervisor/version/minor", "17\n")
        _ = try machine.file("usr/lib/xen-4.20/bin/xl", "")
        let outcome = try await doctor()
        #expect(outcome.status == 1)
        #expect(
            outcome.output.hasPrefix("error: Xen 4.17 runs; installed toolstacks: 4.20 [toolstack-running]\n"))
    }

    @Test func `a list that another one hides is not what systemd reads`() async throws {
        _ = try machine.file("usr/lib/modules-load.d/xen.conf", "blktap2\n")
        _ = try machine.file("etc/modules-load.d/xen.conf", "xen-evtchn\n")
        #expect(try await doctor().output.contains(" checks: 0 errors, 0 warnings, 0 notes\n"))
    }

    @Test func `the JSON has what the text has`() async throws {
        _ = try machine.file("usr/lib/modules-load.d/xen.conf", "blktap2\n")
        let outcome = try await doctor("--json")
        #expect(
            outcome.output.contains(
                """
                  "findings" : [
                    {
                      "command" : "reeve apply",
                      "id" : "modules-dead",
                      "remedy" : "reeve puts a list in its place that holds what the kernels here have",
                      "seen" : "/usr/lib/modules-load.d/xen.conf lists blktap2",
                      "severity" : "warning",
                      "why" : "each is an error at every boot, and older systemd calls the system degraded for it"
                    }
                  ],
                  "notLookedAt" : [
                    {
                      "id" : "xen-absent",
                      "reason" : "another root does not run"
                    },
                """))
        #expect(outcome.output.contains("\"warnings\" : 1\n") || outcome.output.contains("\"warnings\" : 1,\n"))
    }

    /// The lines that begin a finding.
    @Test(arguments: HostTree.names)
    func `what is wrong with a host that one meets is found`(name: String) async throws {
        let output = try await HostTree(name).reeve("doctor").output
        let found = output.split(separator: "\n").filter { line in
            ["error: ", "warning: ", "note: "].contains { line.hasPrefix($0) }
        }.map { $0 + "\n" }.joined()
        let golden = Golden(path: HostTree.directory.appending(name).appending("doctor.txt"))
        #expect(try golden.text(for: found) == found)
    }
}
