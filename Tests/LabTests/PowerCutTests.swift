import Lab
import Testing

@Suite(.lab) struct `a power cut` {
    /// The cuts come after so many records of apply's journal: before the first step, between steps, in the effects.
    @Test(arguments: Laboratory.suites)
    func `in the middle of apply is made good by the next apply`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .stock) { host in
            try await host.install(try await ReevePackage.find())
            try await host.succeed("reeve", "init")
            try await host.declareGuests()
            // The boots of this scenario need no guests.
            try await host.succeed("find", "/etc/xen/auto", "-type", "l", "-delete")
            try await host.succeed("rm", "--recursive", "--force", "/var/lib/xen/save")

            for records in [1, 9, 21, 37, 47] {
                host.progress.say("cutting the power after \(records) records of the journal")
                async let applied = host.shell.run(["reeve", "apply"])
                try await host.shell.succeed(["sh"], input: waiting(forRecords: records))
                await host.machine.cutPower()
                // The connection went with the machine: that is the point.
                _ = try? await applied

                try await host.powerOn()
                try await host.succeed("reeve", "apply")
                try #require(try await host.run("reeve", "plan").status == 0)
                try #require(try await host.run("ls", "/var/lib/reeve/journal").succeeded == false)
                try await host.succeed("reeve", "rollback", "0")
            }
        }
    }

    private func waiting(forRecords count: Int) -> String {
        """
        end=$(($(date +%s) + 120))
        until [ "$(grep --count . /var/lib/reeve/journal 2>/dev/null)" -ge \(count) ] 2>/dev/null; do
            [ $(date +%s) -lt $end ] || { echo 'the journal never had \(count) records' >&2; exit 1; }
        done

        """
    }
}
