import Formats
import Glibc
package import Model
import SystemPackage

/// Sends a running guest to another host that Reeve keeps.
package struct GuestMigration: Sendable {
    private let machine: GuestMachine
    private let name: GuestName
    private let report: @Sendable (String) -> Void

    /// `report` takes a line for the journal.
    package init(machine: GuestMachine, name: GuestName, report: @escaping @Sendable (String) -> Void) {
        self.machine = machine
        self.name = name
        self.report = report
    }

    private var root: Root { machine.host.root }
    private var store: GuestStore { GuestStore(root: root) }
    private var record: MoveRecord { MoveRecord(machine: machine, name: name) }

    /// What the other host says to the guest's coming; throws why it cannot go from here.
    package func check(with peer: MigrationHost) async throws -> MigrationAnswer {
        guard let run = try store.run(of: name) else { throw GuestError.notRunning(name) }
        let unit = try await UnitStates(runner: machine.host.runner).states(of: [name])[name]
        if unit?.active == "inactive" || unit?.active == "failed" {
            throw GuestError.notMigrated(
                name, ["its unit does not watch over it: \"reeve guest start \(name)\" adopts it, if it runs"])
        }
        return try await ask(peer, about: ground(run))
    }

    /// Sends the guest within the time, `nil` for as long as its memory may take; when it throws, the domain is as
    /// ``MoveRecovering`` finds it, and the record tells whether the guest was sent all the same.
    package func migrate(_ run: GuestRun, to peer: MigrationHost, within limit: Duration?) async throws {
        removeOffer()
        let ground = try await ground(run)
        let (domid, memory, offer) = (ground.domid, ground.memory, ground.offer)
        // A slow network takes 16 MiB a second.
        let limit = limit ?? .seconds(300 + memory / 16)
        machine.service.extendTimeout(by: limit + run.stop.timeout + .seconds(600))
        machine.service.status("asking \(peer) whether it can take the guest")
        let answer = try await ask(peer, about: ground)
        answer.warnings.forEach(report)
        guard answer.obstacles.isEmpty else { throw GuestError.notMigrated(name, answer.obstacles) }
        try DurableFile.replace(root.path(GuestPaths(name).offer), content: offer.line(), mode: 0o600)
        let leaving = GuestMove(
            .leaving, token: offer.token, peer: peer.text, at: machine.now(), bootID: machine.bootID, domid: domid)
        let isBegun = try await record.change(uuid: run.uuid) { record in
            guard record.move == nil || record.move?.phase == .home else { return false }
            record.move = leaving
            return true
        }
        guard isBegun else { throw GuestError.notMigrated(name, ["another migration of it is under way"]) }
        machine.service.status("being sent to \(peer)")
        let failure = await send(domid, within: limit)
        // The decision is on disk, whatever xl says.
        guard let move = try record.read(), move.token == offer.token, move.hold != nil else {
            throw GuestError.notMigrated(name, [failure ?? "xl says that it was sent, and nobody decided it"])
        }
        _ = try await MoveRecovering(machine: machine, name: name).recovered(nil, uuid: run.uuid)
        if move.phase == .sent { await insist() }
        removeOffer()
        machine.service.status("migrated to \(peer)")
    }

    /// Tells the other host that the copy that it may have is none; one that does not answer learns it with the next transfer.
    ///
    /// Only for a guest of which the record says that it is at home here.
    package func withdraw(from peer: MigrationHost) async {
        guard let token = lastToken else { return }
        defer { removeOffer() }
        do { try await PeerHost(peer, from: machine.host).yield(name, token: token) } catch {
            report("\(peer) was not told that the guest stays here: \(error)")
        }
    }

    /// The word was lost, or its answer: as long as it is, the guest stands still.
    private func insist() async {
        for attempt in 1...3 {
            do {
                _ = try await confirmAgain()
                return
            } catch { report("the guest was sent, and that was not heard there: \(error)") }
            // try?: cancelled, the next attempt is the last.
            if attempt < 3 { try? await machine.host.clock.sleep(for: .seconds(5)) }
        }
    }

    /// Tells the other host again that the guest was sent; `false` when there is nothing to tell.
    package func confirmAgain() async throws -> Bool {
        guard let move = try record.read(), move.phase == .sent, let peer = MigrationHost(move.peer) else {
            return false
        }
        try await PeerHost(peer, from: machine.host).confirm(name, token: move.token)
        return try await confirm(move.token)
    }

    // MARK: In the program that stands between xl and the other host

    /// Puts the decision on disk that the guest was sent; `false` when the transfer was given up.
    package func decide(_ offer: MigrationOffer) async throws -> Bool {
        let (now, bootID) = (machine.now(), machine.bootID)
        return try await record.change(uuid: offer.uuid) { record in
            guard let move = record.move, move.phase == .leaving, move.token == offer.token else { return false }
            let ending = GuestEnding(.migrated, detail: "to \(move.peer)", domid: move.domid, at: now, bootID: bootID)
            record = record.ended(ending)
            record.move = move.entering(.sent)
            return true
        }
    }

    /// Records that the other host knows that the guest is at home there.
    @discardableResult
    package func confirm(_ token: String) async throws -> Bool {
        guard let uuid = try store.record(of: name)?.uuid else { return false }
        return try await record.change(uuid: uuid) { record in
            guard let move = record.move, move.phase == .sent, move.token == token else { return false }
            record.move = move.entering(.away)
            return true
        }
    }

    // MARK: Parts of it

    private func send(_ domid: Int, within limit: Duration) async -> String? {
        // The shell that xl gives it to sees words that it does not change.
        let rune = "exec \(ThisProgram.shellWord) guest send \(name) --within \(limit.wholeSeconds)"
        do {
            // xl is told in time, so that it lets the domain go on; it is killed only when that does not help.
            let result = try await machine.domains.migrate(
                domid: domid, through: rune, within: limit + .seconds(300))
            let lines = String(decoding: result.errors, as: UTF8.self).split(separator: "\n").map(String.init)
            guard !result.succeeded else { return nil }
            lines.suffix(30).forEach(report)
            // The first error is the cause of what is said of it later.
            return lines.first { $0.contains("error: ") } ?? lines.last { !Self.isGeneral($0) } ?? lines.last
                ?? "xl: \(result.ending)"
        } catch {
            return "\(error)"
        }
    }

    /// What xl says of every migration that fails.
    private static func isGeneral(_ line: String) -> Bool {
        ["migration ", "Migration ", "(command run was", "** ", "Domain state is", "Please CHECK", " "]
            .contains { line.hasPrefix($0) } || line.isEmpty
    }

    /// What is in the way on either host.
    private func ask(_ peer: MigrationHost, about ground: Ground) async throws -> MigrationAnswer {
        var answer = try await PeerHost(peer, from: machine.host).check(ground.offer)
        if let obstacle = ground.obstacle { answer.obstacles.append(obstacle) }
        return answer
    }

    /// The domain that would leave, its memory in MiB, what the other host is told of it, and why Xen here cannot send it.
    private struct Ground {
        var domid: Int
        var memory: Int
        var offer: MigrationOffer
        var obstacle: String?
    }

    private func ground(_ run: GuestRun) async throws -> Ground {
        let domain: RunningDomain
        do { domain = try await RunningDomain(of: name, run, on: machine) } catch let unfit as RunningDomain.Unfit {
            throw GuestError.notMigrated(name, [unfit.reason])
        }
        let guest = GuestSpecification(
            name: name, file: "\(name).cfg",
            settings: XLDocument(parsing: SourceText(name: "\(name).cfg", bytes: domain.recipe)).settings)
        // try?: without it, xl itself fails where it must.
        let information = try? await machine.domains.information()
        let needs = GuestNeeds(of: guest, network: GuestNetworkDefaults())
        let offer = MigrationOffer(
            token: String(Unguessable.digits().prefix(32)), name: name, uuid: run.uuid,
            host: root.line("/proc/sys/kernel/hostname") ?? "localhost",
            identity: MigrationOffer.identity(ofMachine: try machine.hostIdentity()), xen: domain.xen,
            recipe: String(decoding: domain.recipe, as: UTF8.self),
            disks: needs.devices.disks.compactMap(\.target).map {
                MigrationOffer.Disk(path: $0, size: StorageSize.read($0, root: root))
            },
            processor: information?.processorFeatures)
        return Ground(
            domid: domain.row.domid, memory: max(0, domain.row.memory), offer: offer,
            obstacle: MigrationOffer.obstacle(
                toSending: needs.type, virtualization: information?.virtualization))
    }

    private var lastToken: String? {
        // try?: without it there is nothing to withdraw.
        guard let line = root.content(GuestPaths(name).offer) else { return nil }
        return try? MigrationOffer(line: line).token
    }

    private func removeOffer() {
        // try?: it is for root alone, and the next one takes its place.
        try? DurableFile.remove(root.path(GuestPaths(name).offer))
    }
}
