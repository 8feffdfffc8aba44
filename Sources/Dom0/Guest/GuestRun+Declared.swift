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
}
