import ArgumentParser
import Dom0
import Formats
import Model

struct BootRefreshCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh",
        abstract: "Make an entry of what is newest in /boot, and drop entries that nobody needs.",
        discussion:
            "Hooks of kernels and initial RAM disks run it, apply and every boot; without boot.entries = 1 it removes all entries."
    )

    @Option(
        help:
            "What is said: quiet, default (what is new), info (also how each file changes), debug (also which programs run)."
    )
    var verbosity = BootVerbosity.default

    func run() async throws {
        let host = Host(
            root: Root(), runner: verbosity < .debug ? SubprocessRunner() : TellingRunner(), clock: ContinuousClock())
        let isShown = verbosity >= .info
        // A hook comes when it comes: also while somebody else is at work.
        let lock = try await WriterLock.acquire(host)
        let new = try await BootKeeper.follow(
            host,
            report: { path, old, new in
                if isShown { print(BootChangeText.text(path, from: old, to: new)) }
            }, holding: lock)
        if verbosity > .quiet { for entry in new { print("boot entry \(entry.id) is new") } }
        _ = consume lock
    }
}

/// What reeve-boot-gate.service runs at every boot.
struct BootGateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "Judge a boot on trial.", shouldDisplay: false)

    func run() async throws {
        guard let context = try BootContext.ifKept() else { return }
        let loaded = await SpecificationLoader(
            root: context.host.root, directory: "/etc/reeve",
            target: CheckTarget.version(of: context.host.root)
        ).load()
        let bridges = loaded.specification.host.network.bridges.map(\.name.text)
        let outcome = try await BootGate(context.keeper).judge(bridges: bridges) { problems in
            Terminal.complain("not yet: \(problems.joined(separator: "; "))")
        }
        switch outcome {
        case .nothing:
            // With a trial set up there is nothing to make, and somebody waits for this to have started.
            if try context.keeper.book.read().trial == nil { try await refresh(context) }
        case .promoted(let entry): print("all is well: \(entry) is the default now")
        case .cameBack(let entry, let reasons):
            Terminal.complain("the trial of \(entry) has failed: \(reasons.joined(separator: "; "))")
            try await refresh(context)
        case .reset(let entry, let reasons):
            Terminal.complain("\(entry) is not good: \(reasons.joined(separator: "; ")); rebooting into the default")
            _ = try await context.host.runner.output(
                of: Command("systemctl", "--no-block", "reboot"), timeout: .seconds(60))
            throw ExitCode.failure
        }
    }

    private func refresh(_ context: BootContext) async throws {
        let lock = try await WriterLock.acquire(context.host)
        _ = try await context.keeper.refresh(holding: lock)
        _ = consume lock
    }
}

/// What reeve-boot-arm.service runs early in a boot on trial.
struct BootArmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arm", abstract: "Have Xen end this boot when its time is over.", shouldDisplay: false)

    func run() async throws {
        guard let seconds = BootTrial.deadline(in: Root().kernelWords) else { return }
        try await TrialWatchdog(host: BootContext.host).arm(seconds: seconds)
    }
}

/// What reeve-boot-gate.service runs when the host goes down.
struct BootLookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "look", abstract: "Take a trial back whose files are not what they were.", shouldDisplay: false)

    func run() async throws {
        guard let context = try BootContext.ifKept() else { return }
        let lock = try await WriterLock.acquire(context.host)
        for reason in try await BootTrying(context.keeper).lookAgain(holding: lock) ?? [] { Terminal.complain(reason) }
        _ = consume lock
    }
}
