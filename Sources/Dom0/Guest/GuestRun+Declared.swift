import Model

extension GuestRun {
    /// What is fixed for a run of a guest as it is declared.
    ///
    /// One that goes on from memory does not say again what a guest says while it boots, on its console or in xenstore.
    init(of guest: GuestSpecification, uuid: GuestUUID, goesOn: Bool, root: Root) {
        let log = ConsoleLog(guest.name, root: root).position
        self.init(
            uuid: uuid, ready: guest.ready, stop: guest.stop, restart: guest.restart.mode, actions: guest.actions,
            consoleOffset: log.offset, consoleInode: log.inode)
        if goesOn, ready.condition.isSaidInBoot { ready.condition = .devices }
    }

    /// What is fixed for a run that begins now by a recipe, or goes on from memory.
    init(booting kind: RecipeKind, of guest: GuestSpecification, uuid: GuestUUID, restores: Bool = false, root: Root) {
        self.init(of: guest, uuid: uuid, goesOn: restores, root: root)
        hotplugLog = LogFile(path: StartEvidenceReader.hotplugLog, root: root).position
        (self.restores, isFrozen) = (restores, restores)
        guard kind != .steady else { return }
        recipe = kind
        // What a guest declares of itself is for its own recipe.
        ready = GuestReadiness()
        guard kind == .install, let rule = guest.install?.rule else { return }
        actions = .afterInstall
        install = Install(rule: rule)
        guard rule.completion == .verify else { return }
        install?.disk = guest.systemDisk
        let store = GuestStore(root: root)
        // try?: both were read a moment ago, or are not there.
        let goesOn = (try? store.record(of: guest.name))?.install?.phase == .installing
        install?.head =
            goesOn
            ? (try? store.run(of: guest.name))?.install?.head
            : guest.systemDisk.flatMap { DiskHead(at: $0, root: root)?.digest }
    }

    /// What was fixed when the guest's domain was made; today's where that is lost, or was for another UUID.
    static func standing(of guest: GuestSpecification, uuid: GuestUUID, root: Root) -> GuestRun {
        // try?: a damaged file is replaced.
        if let run = try? GuestStore(root: root).run(of: guest.name), run.uuid == uuid { return run }
        return GuestRun(booting: .steady, of: guest, uuid: uuid, root: root)
    }
}
