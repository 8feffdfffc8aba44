package import Formats
package import Model
import SystemPackage

/// Asks Xen for domains and acts on them, by `xl`; always by domid, and only after its caller compared the UUID.
package struct DomainControl: Sendable {
    let host: Host
    let xl: HostPath

    package init(host: Host, xl: HostPath) {
        self.host = host
        self.xl = xl
    }

    /// Longer than any answer of xl that comes at all.
    private static let listLimit: Duration = .seconds(60)

    /// Every domain, as `xl list -v` has them: only its columns tell how a domain runs and why it does not.
    package func sightings() async throws -> [DomainSighting] {
        try await list().compactMap(sighting)
    }

    /// The rows of `xl list -v`.
    package func list() async throws -> [XLList.Domain] {
        let command = Command(xl, "list", "-v")
        let output = try await host.runner.output(of: command, timeout: Self.listLimit)
        return try XLList(parsing: output).domains
    }

    /// What a row says of a domain; `nil` when its UUID cannot be read, for such a domain is nobody's.
    package func sighting(_ row: XLList.Domain) -> DomainSighting? {
        guard let uuid = GuestUUID(row.uuid) else { return nil }
        let condition: DomainSighting.Condition =
            if row.isDying {
                .dying
            } else if row.isShutdown {
                .shutDown(ShutdownReason(code: row.reason ?? 3))
            } else if row.isPaused {
                .paused
            } else {
                .live
            }
        return DomainSighting(
            domid: row.domid, name: row.name, uuid: uuid, condition: condition,
            isBuilt: host.root.exists(GuestPaths.builtMark(domid: row.domid, uuid: uuid)))
    }

    /// The one domain of a guest; `nil` when there is none.
    package func domain(of name: GuestName, uuid: GuestUUID) async throws -> DomainSighting? {
        DomainSighting.only(of: name, uuid: uuid, among: try await sightings())
    }

    /// Asks the guest to shut down; xl waits up to a minute for it to acknowledge (libxl_domain.c).
    package func shutdown(domid: Int, within limit: Duration) async throws {
        // -F: a guest that does not listen on xenstore gets an ACPI power event, which only HVM has.
        _ = try await host.runner.output(of: Command(xl, "shutdown", "-F", String(domid)), timeout: limit)
    }

    package func destroy(domid: Int) async throws {
        _ = try await host.runner.output(of: Command(xl, "destroy", String(domid)), timeout: .seconds(120))
    }

    /// Writes the memory of a domain, which stays paused; one that cannot be saved runs on.
    ///
    /// Source: Xen tools/xl/xl_saverestore.c, `save_domain`.
    package func save(domid: Int, to path: HostPath, within limit: Duration) async throws {
        let file = host.root.path(path).string
        _ = try await host.runner.output(of: Command(xl, "save", "-p", String(domid), file), timeout: limit)
    }

    package func unpause(domid: Int) async throws {
        _ = try await host.runner.output(of: Command(xl, "unpause", String(domid)), timeout: .seconds(60))
    }

    /// Gives a domain the guest's name back.
    func rename(domid: Int, to name: GuestName) async throws {
        _ = try await host.runner.output(of: Command(xl, "rename", String(domid), name.text), timeout: .seconds(60))
    }

    /// Sends a domain through the program that `rune` names, which xl gives to a shell; on success the domain is gone.
    ///
    /// Source: Xen tools/xl/xl_migrate.c, `main_migrate`: with an empty ssh command the host is the whole command.
    package func migrate(
        domid: Int, through rune: String, within limit: Duration
    ) async throws(CommandError) -> CommandResult {
        try await host.runner.run(Command(xl, "migrate", "-s", "", String(domid), rune), timeout: limit)
    }

    /// Lets a domain go on whose save was broken off when it was suspended already; it may be paused then.
    ///
    /// `xl resume` came with Xen 4.20. Before it, only a save ends in a resume: one to nowhere, of a domain that is suspended,
    /// or that does not answer and so cannot be saved (xl_saverestore.c).
    package func resume(domid: Int) async throws {
        let resumed = try await host.runner.run(Command(xl, "resume", String(domid)), timeout: .seconds(60))
        guard !resumed.succeeded else { return }
        _ = try await host.runner.run(Command(xl, "save", "-p", String(domid), "/dev/null"), timeout: .seconds(180))
    }

    /// What `xl info` says.
    func information() async throws -> XLInfo {
        try XLInfo(parsing: await host.runner.output(of: Command(xl, "info"), timeout: .seconds(60)))
    }

    package func dumpCore(domid: Int, to path: HostPath) async throws {
        _ = try await host.runner.output(of: Command(xl, "dump-core", String(domid), path.string), timeout: nil)
    }
}
