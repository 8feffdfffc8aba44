import Glibc
package import Model

/// `reeve guest send`: stands between `xl migrate`, which started it, and the other host.
package struct GuestSender: Sendable {
    private let machine: GuestMachine
    private let name: GuestName
    private let report: @Sendable (String) -> Void

    package init(machine: GuestMachine, name: GuestName, report: @escaping @Sendable (String) -> Void) {
        self.machine = machine
        self.name = name
        self.report = report
    }

    /// A way to the other host's `reeve guest receive`.
    package struct Connection {
        /// What that reads.
        package var input: CInt
        /// What that writes.
        package var output: CInt
        /// Ends it.
        package var end: () -> Void

        package init(input: CInt, output: CInt, end: @escaping () -> Void) {
            self.input = input
            self.output = output
            self.end = end
        }

        /// A program that leads there.
        package init(_ command: Command) throws {
            let program = try PipedProgram(command)
            self.init(input: program.input, output: program.output, end: program.end)
        }
    }

    /// Carries all that is to be carried; `limit` in seconds.
    package func run(
        fromXL: CInt, toXL: CInt, within limit: Int, connect: (Command) throws -> Connection = { try Connection($0) }
    ) async throws {
        let (machine, name, report) = (machine, name, report)
        let root = machine.host.root
        // As long as it is held, nobody takes the guest back.
        guard let lock = try FileLock.take(root.path(GuestPaths(name).sendLock)) else { throw GuestError.locked(name) }
        defer { withExtendedLifetime(lock) {} }
        let record = MoveRecord(machine: machine, name: name)
        guard let line = root.content(GuestPaths(name).offer), let move = try record.read(), move.phase == .leaving,
            let peer = MigrationHost(move.peer)
        else { throw GuestError.notMigrated(name, ["nobody asked for it: \"reeve guest migrate\" does"]) }
        let offer = try MigrationOffer(line: line)
        let migration = GuestMigration(machine: machine, name: name, report: report)
        let deadline = Uptime.seconds + limit
        let duties = HandoverPump.Duties(
            isOver: {
                if Uptime.seconds > deadline { return true }
                // try?: a record that cannot be read is one in which nothing can be decided.
                let now = try? record.read()
                return now?.phase != .leaving || now?.token != offer.token
            },
            decide: {
                do { return try await migration.decide(offer) } catch {
                    report("\(error)")
                    return false
                }
            },
            confirm: {
                do { try await migration.confirm(offer.token) } catch { report("\(error)") }
            })
        let program = try connect(PeerHost.command(on: peer, name))
        var pump = HandoverPump(
            .init(fromXL: fromXL, toXL: toXL, toTarget: program.input, fromTarget: program.output), offer: line,
            token: offer.token, duties: duties)
        await pump.run()
        program.end()
        if Uptime.seconds > deadline, try record.read()?.hold == nil { report("it took longer than \(limit) s") }
    }
}
