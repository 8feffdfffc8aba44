package import Formats
package import Model
import XenStore

/// Puts together what the files, systemd, Xen and the records say of the guests.
package struct GuestSurvey: Sendable {
    private let host: Host
    private let directory: GuestDirectory
    /// `nil` when Xen does not run, or has no toolstack here.
    private let machine: GuestMachine?

    package init(host: Host, directory: GuestDirectory, machine: GuestMachine?) {
        self.host = host
        self.directory = directory
        self.machine = machine
    }

    /// The guests, and what could not be found out, in sentences.
    package struct Result: Sendable {
        package var guests: [GuestStatus]
        /// Domains that are no guest of ours, dom0 left out.
        package var foreign: [XLList.Domain]
        package var dom0: XLList.Domain?
        /// Whether systemd or Xen did not answer, so that a guest may run and not be seen.
        package var mayMissDomains: Bool
        package var problems: [String]
    }

    package func take(_ names: [GuestName]? = nil) async -> Result {
        var problems: [String] = []
        let names = names ?? directory.names()
        var states: [GuestName: GuestUnitState] = [:]
        do { states = try await UnitStates(runner: host.runner).states(of: names) } catch {
            problems.append("\(error)")
        }
        var rows: [XLList.Domain] = []
        if let machine {
            do { rows = try await machine.domains.list() } catch { problems.append("\(error)") }
        } else {
            let reason =
                ToolstackReader(root: host.root).running() == nil ? "Xen does not run here" : "Xen cannot be asked"
            problems.append("\(reason): guests are shown as their files and units have them")
        }
        let mayMissDomains = !problems.isEmpty
        let identity = host.root.line("/etc/machine-id")
        let store = GuestStore(root: host.root)
        var ours: Set<Int> = []
        let guests = names.map { name -> GuestStatus in
            // try?: what is wrong with the run's file or the guest's is told where it matters.
            let run = try? store.run(of: name)
            let loaded = try? directory.load(name)
            var row: XLList.Domain?
            var condition: DomainSighting.Condition?
            // The UUID that the guest has, or would have.
            if let uuid = run?.uuid ?? identity.flatMap({ loaded?.specification.uuid(host: $0) }), let machine {
                row = rows.first { GuestUUID($0.uuid) == uuid }
                condition = row.flatMap { machine.domains.sighting($0)?.condition }
            }
            if let row { ours.insert(row.domid) }
            let isLive = condition == .live || condition == .paused
            var record: GuestRecord?
            do { record = try store.record(of: name) } catch { problems.append("\(error)") }
            let unit = states[name]
            return GuestStatus(
                name: name,
                standing: GuestStanding.decide(
                    unit: unit, condition: condition, isSaved: record?.saved != nil, move: record?.move?.phase),
                unit: unit,
                domid: row?.domid, memory: row?.memory, since: unit?.changed, ending: record?.ending,
                failures: record?.failures ?? 0, drift: isLive ? drift(of: loaded, run, identity) : [],
                install: InstallReport(
                    record, isInstallable: loaded?.specification.install != nil,
                    bootID: host.root.bootID),
                saved: record?.saved.map(SavedReport.init),
                migration: MigrationReport(record?.move))
        }
        let dom0 = rows.first { $0.domid == 0 }
        return Result(
            guests: guests, foreign: rows.filter { $0.domid != 0 && !ours.contains($0.domid) }, dom0: dom0,
            mayMissDomains: mayMissDomains, problems: problems)
    }

    /// Where the definition differs from what the guest was prepared with.
    ///
    /// What a guest boots once it is meant to differ from.
    private func drift(of guest: LoadedGuest?, _ run: GuestRun?, _ identity: String?) -> [String] {
        guard let guest, !guest.hasErrors, let identity, run?.recipe == .steady,
            let recipe = GuestRecipe.standing(of: guest.specification.name, host.root)
        else { return [] }
        return GuestDrift(from: recipe, to: GuestRecipe(of: guest.specification, host: identity)).keys
    }

    /// The devices of a running guest, as xenstore has them.
    package func devices(of domid: Int) throws -> [DeviceReport] {
        guard let machine, let domain = DomainID(domid) else { return [] }
        return try machine.openStore().devices(of: [domain]).map { device in
            let (words, isFine): (String, Bool) =
                switch device.standing {
                case .connected: ("connected", true)
                case .unattended: ("served by xenconsoled", true)
                case .closed: ("closed", false)
                case .waiting: (device.waitingWords, false)
                case .failed(let reason): ("failed: \(reason.printable())", false)
                }
            return DeviceReport(name: device.name, kind: device.kind.name, state: words, isFine: isFine)
        }
    }
}

/// A device of a running guest, in words.
package struct DeviceReport: Sendable, Equatable, Codable {
    package var name: String
    package var kind: String
    package var state: String
    package var isFine: Bool

    package init(name: String, kind: String, state: String, isFine: Bool) {
        self.name = name
        self.kind = kind
        self.state = state
        self.isFine = isFine
    }
}

extension DeviceState {
    /// Which end is behind.
    fileprivate var waitingWords: String {
        if hotplug == .busy { return "the disk is in use by another" }
        let word = { (state: XenbusState?) in state.map { "\($0)" } ?? "missing" }
        return "backend \(word(backendState)), frontend \(word(frontendState))"
    }
}
