import Formats
import Model

/// A guest's domain whose memory can be taken, and what it runs by.
struct RunningDomain {
    var row: XLList.Domain
    /// What the guest runs by, as it was written.
    var recipe: [UInt8]
    var xen: XenVersion

    /// Why it cannot be taken: a clause.
    struct Unfit: Error {
        var reason: String
    }

    /// Throws ``Unfit``, or ``GuestError/notRunning(_:)``.
    init(of name: GuestName, _ run: GuestRun, on machine: GuestMachine) async throws {
        let root = machine.host.root
        guard run.recipe == .steady else { throw Unfit(reason: "it does not run by its own recipe") }
        guard let recipe = root.content(GuestPaths(name).recipe), let standing = GuestRecipe.standing(of: name, root)
        else { throw Unfit(reason: "it was started by other hands, so that nobody knows by what it runs") }
        let tied = SavedImage.unsavedKeys.filter { standing.values[$0] != nil }
        guard tied.isEmpty else {
            throw Unfit(
                reason: "it has parts of this host (\(tied.joined(separator: ", "))), which no memory takes along")
        }
        guard let xen = ToolstackReader(root: root).running()?.version else {
            throw Unfit(reason: "the version of Xen is not known")
        }
        let rows = try await machine.domains.list().filter { GuestUUID($0.uuid) == run.uuid && $0.name == name.text }
        guard let row = rows.first, rows.count == 1, let domain = machine.domains.sighting(row) else {
            throw GuestError.notRunning(name)
        }
        guard domain.condition == .live else { throw Unfit(reason: "its domain is paused, or ended") }
        self.row = row
        self.recipe = recipe
        self.xen = xen
    }
}
