import Lab
import Testing

@Suite(.lab) struct `a power cut` {
    /// When the power goes: apply's journal says how far it is.
    struct Moment {
        /// An extended regular expression, and how many lines of the journal match it by then.
        var line: String
        var count: Int
        var host: String

        static func records(_ count: Int) -> Moment { Moment(line: ".", count: count, host: "") }
        static let updatingGRUB = Moment(line: "running.*update-grub", count: 1, host: "dom0.memory = 1024\n")
    }

    /// Before the first step, between steps, after the last, and while GRUB's configuration is written.
    @Test(arguments: Laboratory.suites)
    func `in the middle of apply is made good by the next apply`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .stock) { host in
            try await host.install(try await ReevePackage.find())
            try await host.succeed("reeve", "init")
            try await host.declareGuests()
            // The boots of this scenario need no guests.
            try await host.succeed("find", "/etc/xen/auto", "-type", "l", "-delete")
            try await host.succeed("rm", "--recursive", "--force", "/var/lib/xen/save")
            let ready = Snapshot(name: "ready")
            try await host.save(ready)

            for moment in [Moment.records(1), .records(12), .records(27), .records(44), .updatingGRUB] {
                await host.machine.cutPower()
                try await host.powerOn(from: ready)
                try await host.write("/etc/reeve/host.conf", moment.host)
                host.progress.say("cutting the power at line \(moment.count) of \"\(moment.line)\" in the journal")
                async let applied = host.shell.run(["reeve", "apply"])
                try await host.shell.succeed(["sh"], input: waiting(for: moment))
                await host.machine.cutPower()
                // The connection went with the machine: that is the point.
                _ = try? await applied

                try await host.powerOn()
                try await host.succeed("reeve", "apply")
                try require(try await host.run("reeve", "plan").status == 0)
                try require(try await host.run("ls", "/var/lib/reeve/journal").succeeded == false)
            }
        }
    }

    private func waiting(for moment: Moment) -> String {
        """
        end=$(($(date +%s) + 120))
        until [ "$(grep -aEc '\(moment.line)' /var/lib/reeve/journal 2>/dev/null)" -ge \(moment.count) ] 2>/dev/null; do
            [ $(date +%s) -lt $end ] || { echo 'the journal never came that far' >&2; exit 1; }
        done

        """
    }
}
