import ArgumentParser
import Dom0
import Model

struct BootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boot",
        abstract: "Boot entries: hypervisor and kernel pairs, trials and the way back.",
        discussion: """
            With boot.entries = 1 in host.conf Reeve keeps the hypervisor, kernel and initial RAM disk that are known to boot \
            this host, and has GRUB or systemd-boot boot them whatever packages bring. What is new is tried by one boot, which has to show \
            that all is well; otherwise the next boot is the good one again, and "reeve boot list" says why.
            """,
        subcommands: [
            BootListCommand.self, BootTryCommand.self, BootConfirmCommand.self, BootPinCommand.self,
            BootRemoveCommand.self, BootImageCommand.self, BootRefreshCommand.self, BootGateCommand.self,
            BootArmCommand.self,
            BootLookCommand.self,
        ])
}

/// What the commands on boot entries share: they are about this machine.
struct BootContext {
    static let host = Host(root: Root(), runner: SubprocessRunner(), clock: ContinuousClock())

    let host = Self.host
    let keeper: BootKeeper

    /// Fails where host.conf asks for no entries.
    init() throws(BootError) {
        guard let keeper = try BootKeeper(Self.host) else { throw .notManaged }
        self.keeper = keeper
    }

    /// `nil` where host.conf asks for no entries.
    static func ifKept() throws(BootError) -> BootContext? {
        try BootKeeper(host).map(BootContext.init(keeper:))
    }

    private init(keeper: BootKeeper) {
        self.keeper = keeper
    }

    /// An argument as a person gives it, among the entries that are there.
    func entry(_ text: String) throws -> BootEntry { try keeper.entry(text, among: keeper.store.entries()) }
}
