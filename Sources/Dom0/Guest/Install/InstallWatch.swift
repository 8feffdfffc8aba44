package import Model

/// Follows an installation from outside: by what is on disk, what systemd says, and the guest's console.
package struct InstallWatch: Sendable {
    private let host: Host
    private let name: GuestName
    /// How many attempts there were before the one that is followed.
    private let before: Int

    /// Follows the installation that is ordered or runs now.
    package init(host: Host, name: GuestName) throws {
        self.host = host
        self.name = name
        let install = try GuestStore(root: host.root).record(of: name)?.install
        before = (install?.attempt ?? 0) - (install?.phase == .installing ? 1 : 0)
    }

    package func look() async throws -> InstallProgress {
        // try?: a systemd that does not answer in time is asked again at the next look.
        let unit = try? await UnitStates(runner: host.runner).states(of: [name])[name]
        return InstallProgress.decide(
            record: try GuestStore(root: host.root).record(of: name), before: before, bootID: host.root.bootID ?? "",
            unit: unit)
    }

    /// The last line that the installer wrote; `nil` when there is none.
    package func lastLine() -> [UInt8]? {
        // try?: what the console says is told only where it can be read.
        guard let run = try? GuestStore(root: host.root).run(of: name) else { return nil }
        return ConsoleLog(name, root: host.root).lastLine(after: run.consoleOffset, inode: run.consoleInode)
    }
}
