import Glibc
package import Model

/// `reeve guest receive`: what the other host starts by ssh, to take a guest in.
package struct GuestReceiver: Sendable {
    private let machine: GuestMachine
    private let name: GuestName

    package init(machine: GuestMachine, name: GuestName) {
        self.machine = machine
        self.name = name
    }

    /// Takes the offer, then xl's stream, then the word that the guest was sent, all from `input`; says by `tell` that it is
    /// at home here.
    ///
    /// Without the word a copy that may have been sent stays as it is, and the guest is held.
    package func run(
        from input: CInt, guest: () throws -> GuestSpecification, tell: (String) -> Void,
        receive: (Command) throws -> Int32 = { try ForegroundProgram.run($0) }
    ) async throws {
        // A connection that breaks is told by what is read.
        signal(SIGPIPE, SIG_IGN)
        try Directory.make(machine.host.root.path(GuestPaths.runDirectory), mode: 0o700)
        guard let lock = try FileLock.take(machine.host.root.path(GuestPaths(name).receiveLock)) else {
            throw GuestError.ended(
                "guest \"\(name)\" is being received here already; \"fuser \(GuestPaths(name).receiveLock)\" tells by whom"
            )
        }
        defer { withExtendedLifetime(lock) {} }
        let offer = try MigrationOffer(line: try LineReader.line(from: input))
        let receiving = GuestReceiving(machine: machine, name: name)
        try await receiving.begin(offer, guest: guest())
        let status: Int32
        do { status = try receive(program(offer)) } catch {
            _ = try await receiving.isWhole(offer)
            throw error
        }
        guard try await receiving.isWhole(offer) else {
            throw GuestError.ended("xl migrate-receive made no domain of it (status \(status))")
        }
        let word = String(decoding: try LineReader.line(from: input), as: UTF8.self)
        guard word == HandoverRelay.word(offer.token) else {
            throw GuestError.ended("\(offer.host) said \"\(word.prefix(80))\" instead of letting the guest go")
        }
        try await receiving.accept(token: offer.token)
        tell(HandoverRelay.answer)
    }

    /// xl that receives the guest, and leaves it paused and unwatched: `xl migrate-receive -e -p`.
    ///
    /// In a scope of its own: a QEMU that it starts stays there, and must neither end with the session of ssh nor, when the
    /// host goes down, before the guest. Source: Xen tools/xl/xl_migrate.c, `main_migrate_receive`; systemd.scope(5).
    private func program(_ offer: MigrationOffer) -> Command {
        Command(
            "systemd-run", "--scope", "--quiet", "--collect", "--unit=reeve-receive-\(offer.token)",
            "--description=QEMU of guest \(name), which came from \(offer.host)", "--property=DefaultDependencies=no",
            // ssh's own may lack what Xen's scripts are found by.
            "--setenv=PATH=\(SubprocessRunner.path)", "--", machine.xl.string, "migrate-receive", "-e", "-p")
    }
}
