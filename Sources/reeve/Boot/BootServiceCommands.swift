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

    func run() async throws {
        let context = BootContext()
        let lock = try WriterLock.acquire(context.host.root)
        for entry in try await context.keeper.follow(holding: lock) { print("boot entry \(entry.id) is new") }
        _ = consume lock
    }
}

/// What reeve-boot-gate.service runs at every boot.
struct BootGateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "Judge a boot on trial.", shouldDisplay: false)

    func run() async throws {
        let context = BootContext()
        let loaded = await SpecificationLoader(
            root: context.host.root, directory: "/etc/reeve",
            target: min(CheckTarget.version(of: context.host.root), .newestKnown)
        ).load()
        let bridges = loaded.specification.host.network.bridges.map(\.name.text)
        let outcome = try await BootGate(context.host).judge(bridges: bridges) { problems in
            Terminal.complain("not yet: \(problems.joined(separator: "; "))")
        }
        switch outcome {
        case .nothing: try await refresh(context)
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
        guard context.keeper.isEnabled else { return }
        let lock = try WriterLock.acquire(context.host.root)
        _ = try await context.keeper.refresh(holding: lock)
        _ = consume lock
    }
}

/// What reeve-boot-arm.service runs early in a boot on trial.
struct BootArmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arm", abstract: "Have Xen end this boot when its time is over.", shouldDisplay: false)

    func run() async throws {
        let words = (Root().line("/proc/cmdline") ?? "").split(separator: " ")
        guard let word = words.last(where: { $0.hasPrefix("reeve.trial=") }),
            let seconds = Int(word.dropFirst("reeve.trial=".count))
        else { return }
        try await TrialWatchdog(host: BootContext().host).arm(seconds: seconds)
    }
}
