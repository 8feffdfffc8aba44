package import Formats

/// A first `/etc/reeve`, made from what a machine has; files that are there already are never in it.
package struct InitialConfiguration: Sendable, Equatable {
    /// One thing to do, or to leave, and the line that `init` prints for it.
    package struct Step: Sendable, Equatable {
        /// `nil` when nothing is done.
        package var change: Change?
        package var line: String

        package init(_ change: Change? = nil, line: String) {
            self.change = change
            self.line = line
        }
    }

    package struct Change: Sendable, Equatable {
        package var path: HostPath
        package var node: Node

        package init(_ path: HostPath, _ node: Node) {
            self.path = path
            self.node = node
        }
    }

    /// A file of `/etc/xen` that may be a guest.
    package struct Candidate: Sendable {
        package var path: HostPath
        /// `nil` when it cannot be read.
        package var document: XLDocument?
        /// Whether a link in `/etc/xen/auto` leads to it.
        package var starts: Bool

        package init(path: HostPath, document: XLDocument?, starts: Bool) {
            self.path = path
            self.document = document
            self.starts = starts
        }
    }

    package private(set) var steps: [Step] = []
    private let directory: HostPath
    private let automatic: HostPath
    private var taken: [String: HostPath]
    /// Which guest has a UUID of its own making.
    private var owners: [GuestUUID: GuestName] = [:]

    /// Plans a first configuration in `directory`.
    package init(directory: HostPath, sources: InitialSources, facts: Facts) {
        self.directory = directory
        taken = sources.existing
        automatic = sources.automatic
        let takeover = Takeover(sources, facts)
        if sources.existing["host.conf"] != nil {
            steps.append(Step(line: "left \(directory / "host.conf"): it is there already"))
        } else {
            let count = takeover.settings.count
            steps.append(
                Step(
                    Change(directory / "host.conf", .text(HostTemplate.text(takeover.settings))),
                    line: "wrote \(directory / "host.conf"): "
                        + "\(count == 0 ? "no key" : "\(count) key\(count == 1 ? "" : "s")") taken over, "
                        + "all others as comments"))
            steps += takeover.remarks.map { Step(line: "note: \($0)") }
        }
        for candidate in Self.ordered(sources.candidates) { take(candidate, facts.targetVersion) }
        for link in sources.brokenLinks { steps.append(Step(line: "left \(link): it leads nowhere")) }
        let started = sources.candidates.filter(\.starts).map(\.path.name)
        if started.count > 1 {
            steps.append(
                Step(
                    line: "note: xendomains started guests one after the other (\(started.joined(separator: ", "))); "
                        + "where the order matters, write reeve.start.after"))
        }
    }

    /// Of two files that claim a name, the one that xendomains starts comes first, then the one that is called so.
    private static func ordered(_ candidates: [Candidate]) -> [Candidate] {
        func rank(_ candidate: Candidate) -> Int {
            if candidate.starts { return 0 }
            guard let name = candidate.document.flatMap({ name(of: $0, candidate.path) }) else { return 2 }
            return candidate.path.name == "\(name).cfg" ? 1 : 2
        }
        return (0...2).flatMap { wanted in candidates.filter { rank($0) == wanted } }
    }

    private mutating func take(_ candidate: Candidate, _ target: XenVersion) {
        let path = candidate.path
        guard !Self.samples.contains(where: { path.name.hasPrefix($0) }) else {
            steps.append(Step(line: "left \(path): a sample"))
            return
        }
        guard !Self.backups.contains(where: { path.name.hasSuffix($0) }), !path.name.contains(".dpkg-") else {
            steps.append(Step(line: "left \(path): a backup or a template"))
            return
        }
        guard let document = candidate.document else {
            steps.append(Step(line: "left \(path): it cannot be read"))
            return
        }
        let isMeant = path.name.hasSuffix(".cfg") || candidate.starts
        guard isMeant || !document.hasErrors && document["name"] != nil else { return }
        guard let name = Self.name(of: document, path) else {
            steps.append(
                Step(line: "left \(path): neither its name nor its file's can name a guest; link it as guests/NAME.cfg")
            )
            return
        }
        if let other = taken.first(where: { $0.key.hasPrefix("guests/") && $0.value == path })?.key {
            steps.append(Step(line: "left \(path): \(directory / other) leads to it already"))
            return
        }
        let errors = document.diagnostics.count { $0.severity == .error }
        guard errors == 0 else {
            steps.append(
                Step(
                    line: "left \(path): xl cannot read it (\(errors) error\(errors == 1 ? "" : "s")); "
                        + "\"reeve check \(path)\" tells why; mend it, then run \"reeve init\" again"))
            return
        }
        let link = "guests/\(name).cfg"
        guard taken[link] == nil else {
            steps.append(Step(line: "left \(path): \(directory / link) is there already"))
            return
        }
        if case .atom(let bytes)? = document["uuid"]?.content,
            let uuid = GuestUUID(String(decoding: bytes, as: UTF8.self))
        {
            if let owner = owners[uuid] {
                steps.append(
                    Step(
                        line:
                            "left \(path): guest \(owner) has its uuid; take uuid out of one, then run \"reeve init\" again"
                    ))
                return
            }
            owners[uuid] = name
        }
        taken[link] = path
        let objections = ConfigurationLint.guest(name, document, target: target).1.count { $0.severity == .error }
        let warning =
            objections == 0
            ? ""
            : "; \"reeve check\" finds \(objections) error\(objections == 1 ? "" : "s") in it, where plan will stop"
        steps.append(
            Step(
                Change(directory / link, .symlink(target: path.string)),
                line: "guest \(name): linked \(directory / link) to \(path)\(warning)"))
        guard candidate.starts, document["reeve.start.auto"] == nil else { return }
        let sidecar = "guests/\(name).reeve"
        guard taken[sidecar] == nil else {
            steps.append(Step(line: "left \(directory / sidecar): it is there already"))
            return
        }
        steps.append(
            Step(
                Change(
                    directory / sidecar,
                    .text("# Was in \(automatic) when reeve init took it over.\nreeve.start.auto = 1\n")),
                line: "guest \(name): wrote \(directory / sidecar), it starts with the host as \(automatic) said"))
    }

    /// What the file says, else what it is called.
    private static func name(of document: XLDocument, _ path: HostPath) -> GuestName? {
        if case .atom(let bytes)? = document["name"]?.content,
            let name = GuestName(String(decoding: bytes, as: UTF8.self))
        {
            return name
        }
        return GuestName(path.name.hasSuffix(".cfg") ? String(path.name.dropLast(4)) : path.name)
    }

    private static let samples = ["xlexample", "xmexample", "README"]
    private static let backups = ["~", ".bak", ".old", ".orig", ".save", ".swp", ".rpmsave", ".rpmnew", ".in"]
}
