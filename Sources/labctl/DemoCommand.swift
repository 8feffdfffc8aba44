import ArgumentParser
import Lab

/// The whole story on one live host: stock Debian, taken over, rebooted, powered off, back again.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Watch Reeve take over a stock Xen host.",
        discussion: "The host goes on running at the end; \"labctl stop\" ends it.")

    @Argument(help: "The release.")
    var suite: DebianSuite = .bookworm

    func run() async throws {
        let package = try await ReevePackage.find()
        let host = LabHost(try await Image.obtain(suite, Progress("demo")), use: "demo", Progress("demo"))

        tell("First, an ordinary Xen host: Debian \(suite) with Xen \(suite.xen), as its packages leave it, in QEMU.")
        tell("Everything in it is real, only slow: a boot takes a minute or two.")
        try await host.bootStock()
        try await show(host, "xl", "list")
        tell(
            "Two guests run, started one after the other by a script. systemd knows nothing about them, and old module")
        tell("lists make every boot complain:")
        try await show(host, "journalctl", "--boot", "--output=cat", "--priority=err", "--grep=Failed to find module")

        tell("Now Reeve. Installing it changes nothing on the host; \"init\" writes down what the host has:")
        try await host.install(package)
        try await show(host, "reeve", "init")
        tell(
            "The guests keep the files that they have in /etc/xen. What only Reeve knows stands beside them. We say that"
        )
        tell("web comes after db, that db is up when its console says so, and that all four start with the host:")
        try await host.declareGuests()
        try await show(host, "tail", "-n", "+1", "/etc/reeve/guests/db.reeve", "/etc/reeve/guests/web.reeve")
        tell("\"plan\" says what would change, and why; nothing has happened yet:")
        try await show(host, "reeve", "plan")
        tell("\"apply\" does it, step by step in a journal, so that not even a power cut leaves it in between:")
        try await show(host, "reeve", "apply")

        tell("The host reboots: the new command line of Xen, the new units, then the guests.")
        try await host.reboot()
        try await show(host, "systemctl", "is-system-running")
        tell("Not degraded. The guests are units now; the main process of each is xl itself:")
        try await show(host, "systemctl", "list-units", "--no-pager", "--plain", "--no-legend", "reeve-guest@*")
        try await show(host, "systemctl", "status", "--no-pager", "--lines=0", LabHost.unit("web"))
        tell(
            "In which order they came, on the host's own clock. db was ready before web began; batch waited for its disk,"
        )
        tell("which a slow storage brought 20 seconds late:")
        try await chronicle(host, boot: 0, words: ["Starting ", "Started ", "Finished "])

        tell("And back: the host is powered off. Each guest is asked to shut down, in reverse order, with a deadline.")
        try await host.shell.succeed(["systemctl", "--no-block", "poweroff"])
        try await host.machine.waitUntilOff(within: .seconds(600))
        host.progress.say("off; turning it on again, to read its journal and to leave you a live host")
        try await host.powerOn()
        try await host.waitUntilUp()
        try await chronicle(host, boot: -1, words: ["Stopping ", "Stopped "])

        tell("This is the host now:")
        try await show(host, "reeve", "status")
        tell("It goes on running. A shell in it:")
        print("    .build/debug/labctl shell \(suite) --use demo")
        tell("and when you have seen enough:")
        print("    .build/debug/labctl stop")
    }

    private func tell(_ line: String) { print(line) }

    /// Runs a command in the host and prints both, as on a terminal.
    private func show(_ host: LabHost, _ argv: String...) async throws {
        print("\n    lab# \(argv.joined(separator: " "))")
        let ended = try await host.shell.run(argv, limit: .seconds(400))
        for line in (ended.output + ended.errors).split(separator: "\n") { print("    \(line)") }
        print("")
    }

    /// The starts or stops of the guests and of the late storage, in the order of the journal.
    private func chronicle(_ host: LabHost, boot: Int, words: [String]) async throws {
        var lines: [(JournalLine, String)] = []
        for unit in ["db", "web", "pvh", "batch"].map(LabHost.unit) + ["late-storage.service"] {
            for line in try await host.journal(of: unit, boot: boot) {
                guard let word = words.first(where: line.message.contains) else { continue }
                lines.append((line, "\(word)\(unit)"))
            }
        }
        print("")
        for (line, what) in lines.sorted(by: { $0.0.time < $1.0.time }) {
            let seconds = String(line.time.components.seconds)
            print("    \(String(repeating: " ", count: max(0, 5 - seconds.count)))\(seconds) s  \(what)")
        }
        print("")
    }
}
