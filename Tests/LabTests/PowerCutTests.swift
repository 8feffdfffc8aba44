import Lab
import Testing

@Suite(.lab) struct `a power cut` {
    /// When the power goes: the journal of apply or rollback says how far it is.
    struct Moment: CustomStringConvertible {
        /// An extended regular expression, and how many lines of the journal match it by then.
        var line: String
        var count: Int

        static func records(_ count: Int) -> Moment { Moment(line: ".", count: count) }
        static let updatingGRUB = Moment(line: "running.*update-grub", count: 1)

        var description: String { self.line == "." ? "record \(count)" : "update-grub" }
    }

    /// Before the first step, between steps, after the last, and while GRUB's configuration is written.
    static let moments = [Moment.records(1), .records(12), .records(27), .records(40), .updatingGRUB]

    @Test(arguments: Laboratory.cases(of: moments))
    func `in the middle of apply is made good by the next apply`(_ suite: DebianSuite, _ moment: Moment) async throws {
        try await Laboratory.host(suite, from: .stock, detail: moment.description, long: .applyCut) { host in
            try await host.install(try await ReevePackage.find())
            try await host.succeed("reeve", "init")
            try await host.declareGuests()
            // The boots of this scenario need no guests.
            try await host.succeed("find", "/etc/xen/auto", "-type", "l", "-delete")
            try await host.succeed("rm", "--recursive", "--force", "/var/lib/xen/save")

            try await cut(host, at: moment, of: ["reeve", "apply"])
            try await host.powerOn()
            try await host.succeed("reeve", "apply")
            try require(try await host.run("reeve", "plan").status == 0)
            try require(try await host.run("ls", "/var/lib/reeve/journal").succeeded == false)
        }
    }

    @Test(arguments: Laboratory.cases(of: moments))
    func `in the middle of a rollback is made good by the next rollback`(
        _ suite: DebianSuite, _ moment: Moment
    ) async throws {
        try await Laboratory.host(suite, from: .kept, detail: moment.description, long: .rollbackCut) { host in
            try await cut(host, at: moment, of: ["reeve", "rollback", "0"])
            try await host.powerOn()
            try await host.succeed("reeve", "rollback", "0")
            try require(try await host.succeed("find", "/etc/systemd/system", "-name", "reeve*") == "")
            try require(try await host.run("ls", "/var/lib/reeve/journal").succeeded == false)
            try require(try await host.property("LoadState", of: "xen.service") != "masked")
        }
    }

    /// Begins a command that writes the journal, and pulls the plug when it has come so far.
    private func cut(_ host: LabHost, at moment: Moment, of command: [String]) async throws {
        host.progress.say("cutting the power at \(moment) of the journal")
        async let running = host.shell.run(command)
        try await host.shell.succeed(["sh"], input: waiting(for: moment))
        await host.machine.cutPower()
        // The connection went with the machine: that is the point.
        _ = try? await running
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
