package import Model

/// Brings a guest's domain into the state that the record of its migration asks for.
package struct MoveRecovering: Sendable {
    private let machine: GuestMachine
    private let name: GuestName

    package init(machine: GuestMachine, name: GuestName) {
        self.machine = machine
        self.name = name
    }

    private var move: MoveRecord { MoveRecord(machine: machine, name: name) }

    /// Carries out what ``MoveRecovery`` says, and then, for a guest that is at home, what ``SaveRecovery`` does; all domains
    /// as they are then.
    package func recovered(_ run: GuestRun?, uuid: GuestUUID) async throws -> [DomainSighting] {
        // Revoke, rename, resume, unpause and stay is the longest way.
        for _ in 1...8 {
            // try?: a record that cannot be read is told by whoever decides about a start.
            let move = try? move.read()
            if move == nil || move?.phase == .home {
                return try await GuestSaving(machine: machine, name: name).recovered(run, uuid: uuid)
            }
            // Whoever gave it up may have died before what sends it noticed.
            if move?.phase == .returning { try await self.move.awaitSender() }
            let domains = try await machine.domains.sightings()
            switch MoveRecovery.decide(name: name, uuid: uuid, move: move, bootID: machine.bootID, domains: domains) {
            case .nothing: return domains
            case .revoke: try await revoke(uuid)
            case .stay:
                _ = try await self.move.change(uuid: uuid) { record in
                    record.move = record.move?.entering(.home)
                    return true
                }
            case .rename(let domid): try await machine.domains.rename(domid: domid, to: name)
            case .resume(let domid): try await machine.domains.resume(domid: domid)
            case .unpause(let domid): try await machine.domains.unpause(domid: domid)
            case .destroy(let domid): try await machine.domains.destroy(domid: domid)
            }
        }
        throw GuestError.ended(
            "the domain of guest \"\(name)\" stays as it is after its migration, whatever xl is asked; see \"xl list -v\""
        )
    }

    /// From here on nothing can decide any more that the guest was sent.
    private func revoke(_ uuid: GuestUUID) async throws {
        _ = try await move.change(uuid: uuid) { record in
            guard record.move?.phase == .leaving else { return false }
            record.move = record.move?.entering(.returning)
            return true
        }
    }
}
