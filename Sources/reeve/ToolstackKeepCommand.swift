import ArgumentParser
import Dom0
import Formats
import Model

struct ToolstackKeepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep",
        abstract: "Copy a toolstack, so that it serves after an upgrade has replaced it.",
        discussion: """
            Programs, libraries, hotplug scripts, the Python that pygrub needs, and a QEMU that fits go to \
            /var/lib/reeve/toolstacks/VERSION. The copy is tried before it counts.
            """)

    @Argument(help: "The version, as \"4.17\"; without one that of the Xen that runs.")
    var version: XenVersion?

    @Flag(help: "For package managers: keep the tools of the Xen that runs, and of its ways back, and never fail.")
    var hook = false

    func run() async throws {
        let root = Root()
        let running = ToolstackReader(root: root).running()
        guard hook else { return try await keep(version, root, running) }
        // A guest has a running Xen below it too, and no business with its tools.
        guard running != nil, root.isControlDomain else { return }
        for version in Self.relied(on: running) {
            do {
                try await keep(version, root, running)
            } catch KeepError.notInstalled(_, let isKept, _) where isKept || version != running?.version {
                // It was kept before, or was gone when an entry of it was made.
            } catch KeepError.inStore {
                // It is kept by others.
            } catch {
                Terminal.complain("reeve: the tools of Xen \(version) are not kept: \(error)")
            }
        }
        do {
            try await ToolstackForgetCommand.forgetUnneededBeforeChange(root)
        } catch {
            Terminal.complain("reeve: older copies of Xen's tools stay: \(error)")
        }
    }

    /// The Xen that runs, and those that the host may come back to by itself, in this order.
    private static func relied(on running: RunningHypervisor?) -> [XenVersion] {
        // try?: without a book there is no way back to care for; "reeve boot list" tells what is wrong with it.
        let entries = (try? BootContext.ifKept()?.keeper.relied()) ?? []
        var versions = [running?.version].compactMap(\.self)
        for version in entries.compactMap(\.pair.version) where !versions.contains(version) { versions.append(version) }
        return versions
    }

    private func keep(_ wanted: XenVersion?, _ root: Root, _ running: RunningHypervisor?) async throws {
        guard let version = wanted ?? running?.version else { throw KeepError.nothingRuns }
        let lock = hook ? try await WriterLock.acquire(BootContext.host) : try WriterLock.acquire(root)
        let keeper = ToolstackKeeper(root: root) { trial in
            try await trial.run(running: running, runner: SubprocessRunner())
        }
        let outcome = try await keeper.keep(version)
        // Held until the copy has its name.
        _ = consume lock
        switch outcome {
        case .unchanged: if !hook { print("the toolstack of Xen \(version) is kept already, and nothing was upgraded") }
        case .kept(let manifest, let warnings):
            let place = Toolstack.keptDirectory / version.description
            print(
                "kept the toolstack of Xen \(version) in \(place): \(manifest.files) files, \(manifest.bytes >> 20) MiB"
            )
            warnings.forEach { print("warning: \($0)") }
            if !hook { print("not copied: \(manifest.shared.joined(separator: "; "))") }
        }
    }
}

struct ToolstackForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Remove a copy that \"reeve toolstack keep\" made.",
        discussion: """
            Refused while the Xen of that version runs and its tools are not installed otherwise, while programs run \
            from the copy, and for the versions of boot entries and those that are said to be needed.
            """)

    @Argument(help: "The version, as \"4.17\".")
    var version: XenVersion?

    @Flag(help: "Remove every copy that nothing needs.")
    var unneeded = false

    @Option(
        help: ArgumentHelp("A version that something else needs; may be given more than once.", valueName: "version"))
    var needed: [XenVersion] = []

    func validate() throws {
        guard (version == nil) == unneeded else { throw ValidationError("say a version, or --unneeded") }
    }

    func run() throws {
        let root = Root()
        let lock = try WriterLock.acquire(root)
        if let version {
            try ToolstackForgetter(root: root).forget(version, needed: try Self.needed(Set(needed)))
            print("forgot the toolstack of Xen \(version)")
        } else if try Self.forgetUnneeded(root, holding: lock, needed: Set(needed)).isEmpty {
            print("nothing is kept that is not needed")
        }
        _ = consume lock
    }

    /// Removes every copy that nothing needs, and says which; for package managers, which come by now and then.
    ///
    /// What is installed may be what they are about to remove: the copy of a toolstack that is needed stays beside it.
    static func forgetUnneededBeforeChange(_ root: Root) async throws {
        let lock = try await WriterLock.acquire(BootContext.host)
        _ = try forgetUnneeded(root, holding: lock, needed: [], mayChange: true)
        _ = consume lock
    }

    private static func forgetUnneeded(
        _ root: Root, holding lock: borrowing WriterLock, needed: Set<XenVersion>, mayChange: Bool = false
    ) throws -> [XenVersion] {
        let gone = try ToolstackForgetter(root: root).forgetUnneeded(
            needed: try Self.needed(needed), mayChange: mayChange)
        for version in gone { print("forgot the toolstack of Xen \(version)") }
        return gone
    }

    /// A boot entry without its toolstack is no way back.
    private static func needed(_ more: Set<XenVersion>) throws -> Set<XenVersion> {
        more.union(try BootContext().keeper.store.entries().compactMap(\.pair.version))
    }
}
