import Model

/// Judges the end of an installer, with the evidence that its rule asks for.
struct InstallJudge {
    let machine: GuestMachine
    let name: GuestName

    /// `nil` when no installer was begun whose end is still to be judged.
    ///
    /// `domain` is what Xen kept, which is not to be destroyed before the outcome is on disk.
    func outcome(
        of ending: GuestEnding, _ domain: DomainSighting?, neverRan: Bool, run: GuestRun, record: GuestRecord
    ) -> InstallOutcome? {
        guard let install = run.install, let state = record.install,
            record.hasOpenInstall(bootID: machine.bootID)
        else { return nil }
        let reason: ShutdownReason? = if case .shutDown(let reason)? = domain?.condition { reason } else { nil }
        return InstallOutcome.judge(
            reason, ending: ending, neverRan: neverRan, rule: install.rule, reboots: state.reboots,
            evidence: evidence(install, run))
    }

    private func evidence(_ install: GuestRun.Install, _ run: GuestRun) -> InstallEvidence {
        switch install.rule.completion {
        case .reboot, .poweroff, .manual: .notAsked
        case .marker(let text): marker(text, run)
        case .verify: disk(install)
        }
    }

    private func marker(_ text: String, _ run: GuestRun) -> InstallEvidence {
        let log = ConsoleLog(name, root: machine.host.root)
        guard log.exists else {
            return .missing("there is no \(GuestPaths(name).consoleLog): xenconsoled has to log guests")
        }
        do {
            let isThere = try log.contains(text, after: run.consoleOffset, inode: run.consoleInode)
            return isThere ? .found : .missing("\"\(text)\" did not appear on its console")
        } catch {
            return .missing("\(error)")
        }
    }

    private func disk(_ install: GuestRun.Install) -> InstallEvidence {
        guard let path = install.disk, let head = DiskHead(at: path, root: machine.host.root) else {
            return .missing("its disk \(install.disk.map { "\($0) " } ?? "")cannot be read")
        }
        guard head.hasPartitionTable else { return .missing("\(path) has no partition table") }
        guard let before = install.head else { return .missing("what \(path) began with before is not known") }
        return head.digest == before ? .missing("\(path) begins as it did before") : .found
    }
}
