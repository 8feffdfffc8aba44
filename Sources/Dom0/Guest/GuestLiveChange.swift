import Formats
package import Model

/// Brings a running guest nearer to its definition, as far as Xen can while it runs.
package struct GuestLiveChange: Sendable {
    private let machine: GuestMachine
    private let name: GuestName

    package init(machine: GuestMachine, name: GuestName) {
        self.machine = machine
        self.name = name
    }

    private var path: HostPath { GuestPaths(name).recipe }

    /// What a change of the definition asks for; `nil` when the guest does not run, boots otherwise this once, or was
    /// started by other hands, so that nobody knows by what it runs.
    package func asked(
        from before: GuestSpecification, to after: GuestSpecification
    ) async throws -> GuestDrift? {
        guard let recipe = try await running()?.recipe else { return nil }
        let identity = try machine.hostIdentity()
        let drift = { GuestDrift(from: recipe, to: GuestRecipe(of: $0, host: identity)) }
        return drift(after).asked(after: drift(before))
    }

    /// Does one thing, and writes down that it is done.
    ///
    /// When it dies in between, the guest is taken to differ from its definition still, and the step is refused by Xen
    /// when it is tried again.
    package func carryOut(_ step: GuestDrift.Step) async throws {
        guard let running = try await running() else { throw GuestError.notRunning(name) }
        try await machine.domains.carryOut(step, on: running.domid)
        let content = try running.recipe.after(step).text()
        try DurableFile.replace(machine.host.root.path(path), content: content, mode: 0o600)
    }

    private func running() async throws -> (domid: Int, recipe: GuestRecipe)? {
        guard let run = try GuestStore(root: machine.host.root).run(of: name), run.recipe == .steady,
            let recipe = GuestRecipe.standing(of: name, machine.host.root),
            let domain = try await machine.domains.domain(of: name, uuid: run.uuid), domain.condition == .live
        else { return nil }
        return (domain.domid, recipe)
    }
}

extension GuestRecipe {
    /// What the guest was prepared with in this boot of the host; `nil` when it was not.
    static func standing(of name: GuestName, _ root: Root) -> GuestRecipe? {
        guard let bytes = root.content(GuestPaths(name).recipe) else { return nil }
        return GuestRecipe(XLDocument(parsing: SourceText(name: "\(name).cfg", bytes: bytes)))
    }
}
