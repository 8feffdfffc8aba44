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
        var ours: Set<Int> = []
        let guests = names.map { name -> GuestStatus in
            var row: XLList.Domain?
            var condition: DomainSighting.Condition?
            if let uuid = uuid(of: name), let machine {
                row = rows.first { GuestUUID($0.uuid) == uuid }
                condition = row.flatMap { machine.domains.sighting($0)?.condition }
            }
            if let row { ours.insert(row.domid) }
            let isLive = condition == .live || condition == .paused
            var record: GuestRecord?
            do { record = try GuestStore(root: host.root).record(of: name) } catch { problems.append("\(error)") }
            let unit = states[name]
            // try?: what is wrong with its files is told by check.
            let isInstallable = (try? directory.load(name))?.specification.install != nil
            return GuestStatus(
                name: name, standing: GuestStanding.decide(unit: unit, condition: condition), unit: unit,
                domid: row?.domid, memory: row?.memory, since: unit?.changed, ending: record?.ending,
                failures: record?.failures ?? 0, drift: isLive ? drift(of: name) : [],
                install: InstallReport(record, isInstallable: isInstallable))
        }
        let dom0 = rows.first { $0.domid == 0 }
        return Result(
            guests: guests, foreign: rows.filter { $0.domid != 0 && !ours.contains($0.domid) }, dom0: dom0,
            problems: problems)
    }

    /// The UUID that the guest has, or would have.
    private func uuid(of name: GuestName) -> GuestUUID? {
        // try?: what is wrong with the run's file or the guest's is told where it matters.
        if let run = try? GuestStore(root: host.root).run(of: name) { return run.uuid }
        guard let identity = host.root.line("/etc/machine-id"), let guest = try? directory.load(name) else {
            return nil
        }
        return guest.specification.uuid(host: identity)
    }

    /// Where the definition differs from what the guest was prepared with.
    ///
    /// What a guest boots once it is meant to differ from.
    private func drift(of name: GuestName) -> [String] {
        // try?: as in ``uuid(of:)``.
        guard let run = try? GuestStore(root: host.root).run(of: name), run.recipe == .steady,
            let identity = host.root.line("/etc/machine-id"), let recipe = GuestRecipe.standing(of: name, host.root),
            // try?: what is wrong with the file is told by those who need it.
            let guest = try? directory.load(name), !guest.hasErrors
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
