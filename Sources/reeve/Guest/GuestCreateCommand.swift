import ArgumentParser
import Dom0
import Formats
import Glibc
import Model

struct GuestCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a guest: its disk, the system on it, and its file.",
        discussion: """
            A SOURCE is image:FILE, a raw or qcow2 image that cloud-init sets up in its first boot; iso:FILE, an installer; tree:URL or tree:DIRECTORY, a distribution's install tree, proven by its archive's keys; \
            disk:PATH, a disk that has a system already; guest:NAME, a copy of another guest; debian:SUITE or ubuntu:SUITE, made of the distribution's packages. \
            A STORAGE is raw:DIRECTORY, qcow2:DIRECTORY, lvm:GROUP, thin:GROUP/POOL or zfs:DATASET. Nothing that is there is \
            written over; what an interrupted creation left is taken back by the next. The result is the guest's file, to be \
            edited as any other.
            """)

    @OptionGroup var arguments: GuestArguments

    @Option(help: "What its system comes from.", transform: { try GuestSource(parsing: $0) })
    var from: GuestSource?

    @Option(
        help: ArgumentHelp("The same as --from tree:URL or tree:DIRECTORY.", valueName: "url"),
        transform: { GuestSource.tree(try TreeLocation($0)) })
    var location: GuestSource?

    @Option(help: "pv, pvh or hvm; without it pv for packages, pvh for an image, hvm for an installer.")
    var type: XLGuestType?

    @Option(help: "Its memory, as \"2G\"; without it 1G.", transform: { try Self.bytes($0) })
    var memory: Bytes?

    @Option(help: "How many CPUs it has; without it one.")
    var vcpus: Int?

    @Option(help: "The bridge of its network, or none; without it xl's default.")
    var bridge: String?

    @Option(help: "Where its disk is made; without it in /var/lib/xen/images.", transform: { try Self.place($0) })
    var storage = StoragePlace.standard

    @Option(
        help: "How large its disk is, as \"20G\"; without it 10G, or what an image needs.",
        transform: { try Self.bytes($0) })
    var size: Bytes?

    @Option(
        help: ArgumentHelp("A file of public keys that root's account, or an image's user, takes.", valueName: "file"))
    var sshKey: [String] = []

    @Option(help: ArgumentHelp("A file for cloud-init, beside the keys and the name.", valueName: "file"))
    var userData: String?

    @Option(
        help: ArgumentHelp(
            "Where packages are fetched from, instead of the distribution's own server.", valueName: "url"))
    var mirror: String?

    @Option(
        help: ArgumentHelp(
            "Answers for the installer of a tree: a preseed, a kickstart or an AutoYaST profile.", valueName: "file"))
    var answers: String?

    @Option(
        help: ArgumentHelp("The keys that prove a Debian tree, instead of Debian's own.", valueName: "file"))
    var keyring: String?

    @Option(help: ArgumentHelp("More for the command line of the installer's kernel.", valueName: "words"))
    var extra: String?

    @Flag(help: "Of a guest that is copied: a snapshot of its thin volumes, at once and also while it runs.")
    var snapshot = false

    @Flag(help: "It starts with the host.")
    var autostart = false

    @Flag(help: "Start it when it is created; one that is to be installed is installed.")
    var start = false

    @Flag(help: "Only show what would be done, and the file.")
    var plan = false

    /// Set by the process that made the namespaces.
    @Flag(help: .hidden)
    var sheltered = false

    func validate() throws {
        _ = try source()
        if let vcpus, !(1...4096).contains(vcpus) { throw ValidationError("\(vcpus) is no number of CPUs [--vcpus]") }
        if plan, start { throw ValidationError("--plan starts nothing: leave --start out") }
        if let mirror, mirror.hasPrefix("-") { throw ValidationError("\"\(mirror)\" is no address [--mirror]") }
        if let mirror, mirror.contains("@") {
            throw ValidationError(
                "a name or password in an address is for everybody to see: write it into apt's auth.conf [--mirror]")
        }
        for file in sshKey + [userData, answers, keyring].compactMap(\.self) where HostPath(file) == nil {
            guard !file.hasPrefix("/"), !file.isEmpty else { throw ValidationError("\"\(file)\" is no file's name") }
        }
        if let bridge, !bridge.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") }) {
            throw ValidationError("\"\(ShownText.escaped(bridge.utf8))\" is no bridge's name [--bridge]")
        }
    }

    private func source() throws -> GuestSource {
        guard let source = from ?? location, from == nil || location == nil else {
            throw ValidationError("say what its system comes from, once: --from SOURCE, or --location URL")
        }
        return source
    }

    static func bytes(_ text: String) throws -> Bytes {
        guard let bytes = Bytes(written: text), bytes.count > 0 else {
            throw ValidationError("\"\(text)\" is no size: write a number and a unit, as in \"2G\" or \"512M\"")
        }
        return bytes
    }

    private static func place(_ text: String) throws -> StoragePlace {
        guard let place = StoragePlace(text) else {
            throw ValidationError("\"\(text)\" is no storage: write \(StoragePlace.grammar)")
        }
        return place
    }

    private func request() throws -> CreateRequest {
        CreateRequest(
            name: arguments.name, source: try source(), type: type, memory: memory, vcpus: vcpus,
            network: bridge.map { $0 == "none" ? .none : .bridge($0) } ?? .standard, storage: storage, size: size,
            keys: sshKey.compactMap(Self.path), userData: userData.flatMap(Self.path), mirror: mirror,
            installer: .init(
                answers: answers.flatMap(Self.path), keyring: keyring.flatMap(Self.path), words: extra),
            takesSnapshot: snapshot, startsWithHost: autostart)
    }

    /// A file as it was written, from where the command was given.
    private static func path(_ text: String) -> HostPath? {
        guard !text.hasPrefix("/") else { return HostPath(text) }
        guard let buffer = getcwd(nil, 0) else { return nil }
        defer { free(buffer) }
        return HostPath("\(String(cString: buffer))/\(text)")
    }

    func run() async throws {
        if !plan, !sheltered {
            guard geteuid() == 0 else { throw ContextError.notRoot("creating a guest") }
            var words = Array(CommandLine.arguments.dropFirst())
            words.insert("--sheltered", at: min(2, words.count))
            try Shelter.enter(words)
        }
        let context = arguments.context
        guard !plan else { return show(try await decide(context)) }
        let removal = StorageRemoval(host: context.host, configuration: context.configuration)
        for recovery in await removal.recover() { Terminal.complain(Self.words(recovery)) }
        let lock = try FileLock.hold(arguments.name, root: context.host.root)
        let original = try lockOriginal(context)
        let plan = try await decide(context)
        let watch = CreateWatch(name: arguments.name)
        let creation = GuestCreation(
            plan, host: context.host, configuration: context.configuration, probe: CrashPoint.probe, told: watch.told)
        do {
            try await watch.follow { try await creation.run() }
        } catch {
            let problem = await creation.takeBack()
            throw Failure(reason: "\(error)", problem: problem)
        }
        _ = consume lock
        _ = consume original
        try finish(plan)
    }

    /// Keeps a guest that is copied from being started meanwhile.
    private func lockOriginal(_ context: GuestContext) throws -> FileLock? {
        guard case .guest(let original) = try source(), original != arguments.name else { return nil }
        return try FileLock.hold(original, root: context.host.root)
    }

    /// What is to be done; everything that is in the way is printed.
    private func decide(_ context: GuestContext) async throws -> CreatePlan {
        let loaded = await SpecificationLoader(root: context.host.root, directory: context.configuration).load()
        var domains: [DomainSighting] = []
        if ToolstackReader(root: context.host.root).running() != nil {
            domains = try await context.machine(onlyLooking: true).domains.sightings()
        }
        let outcome = await CreatePlanner(host: context.host, configuration: context.configuration).plan(
            try request(), domains: domains, others: loaded.specification.guests)
        for obstacle in outcome.obstacles { Terminal.complain("reeve: \(obstacle)") }
        guard let plan = outcome.plan else {
            Terminal.complain("reeve: nothing was made")
            throw ExitCode.failure
        }
        return plan
    }

    private func show(_ plan: CreatePlan) {
        print("to create \(plan.name):")
        for step in plan.steps {
            print("  \(step.words)")
            if case .define(_, let content) = step {
                print("\n" + String(decoding: content, as: UTF8.self), terminator: "")
            }
        }
    }

    private func finish(_ plan: CreatePlan) throws {
        let name = arguments.name
        let verb = plan.isInstalled ? "install" : "start"
        print("\(name) is created: \(arguments.context.configuration / "guests" / "\(name).cfg")")
        if case .guest(let original) = try source() {
            print(
                "its system still has the host name, the machine id and the ssh host keys of \(original): give it its own"
            )
        }
        guard start else {
            print("\"reeve apply\" makes its unit, \"reeve guest \(verb) \(name)\" boots it")
            return
        }
        print("\"reeve apply\" makes its unit what its file says")
        fflush(nil)
        try become(Command("/proc/self/exe", "guest", verb, "--config", arguments.config, name.text))
    }

    private static func words(_ recovery: StorageRemoval.Recovery) -> String {
        if let problem = recovery.problem {
            return "reeve: what a creation of \(recovery.name) left is not taken back: \(problem)"
        }
        let removed = recovery.removed.map(\.words).joined(separator: ", ")
        return
            "reeve: a creation of \(recovery.name) was interrupted; taken back: \(removed.isEmpty ? "nothing was made yet" : removed)"
    }

    /// A creation that did not come to its end.
    private struct Failure: Error, CustomStringConvertible {
        var reason: String
        /// What keeps some of it from being taken back.
        var problem: String?

        var description: String {
            reason + (problem.map { "; not all is taken back: \($0)" } ?? "; everything is as it was before")
        }
    }
}

extension XLGuestType: ExpressibleByArgument {}
