import ArgumentParser
import Glibc
import Lab

struct BootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boot", abstract: "Boot a host and enter it.",
        discussion: """
            The host is stock Debian with Xen and a few guests in /etc/xen. A package of Reeve that was built lies in \
            /root. The host goes on running when the shell ends; enter it again with "labctl shell", end it with \
            "labctl stop". A reboot turns it off: "labctl boot --as-left" turns it on again.
            """)

    @Argument(help: "The release.")
    var suite: DebianSuite = .bookworm

    @Option(help: "How it boots: \(BootLoader.names).")
    var loader: BootLoader = .grubBIOS

    @Flag(help: "Turn it on with its disk as it was left, instead of the stock state.")
    var asLeft = false

    @Flag(help: "Only boot it, and say how to enter.")
    var noShell = false

    func run() async throws {
        let progress = Progress(suite.rawValue)
        let host = LabHost(try await Image.obtain(suite, progress), use: "shell", by: loader, progress)
        if asLeft {
            guard try await host.has(.stock) else { throw ValidationError("there is no \(suite) host yet") }
            try await host.powerOn()
        } else if try await host.has(.stock) {
            try await host.powerOn(from: .stock)
            progress.say("a stock host from its snapshot")
        } else {
            try await host.bootStock()
            try await host.save(.stock)
        }
        if let package = try? await ReevePackage.find() {
            // Without a package there is still a host to look at.
            try await host.shell.copy(package.file, to: "/root/reeve.deb")
            progress.say("install Reeve in it with: apt install /root/reeve.deb")
        }
        print("enter it with: \(host.shell.interactive.joined(separator: " "))")
        if !noShell { try enter(host) }
    }
}

struct ShellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shell", abstract: "Enter a host that runs.")

    @Argument(help: "The release.")
    var suite: DebianSuite = .bookworm

    @Option(help: "Which host of that release: shell, demo or test.")
    var use = "shell"

    @Option(help: "How it was booted: \(BootLoader.names).")
    var loader: BootLoader = .grubBIOS

    func run() async throws {
        let progress = Progress(suite.rawValue)
        let host = LabHost(try await Image.obtain(suite, progress), use: use, by: loader, progress)
        guard host.machine.isOn else { throw LabError.nothingRuns(suite) }
        try enter(host)
    }
}

struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Turn every host of this checkout off, as a power cut would.")

    func run() async throws {
        for host in try await LabHost.all() where host.machine.isOn {
            await host.machine.cutPower()
            print("off: \(host.directory)")
        }
    }
}

/// Becomes ssh.
private func enter(_ host: LabHost) throws {
    let argv = host.shell.interactive
    var pointers = argv.map { strdup($0) } + [nil]
    execvp("ssh", &pointers)
    throw LabError.notStarted(argv: argv, reason: String(cString: strerror(errno)))
}
