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
    private var taken: [String: HostPath]

    /// Plans a first configuration in `directory`.
    ///
    /// `existing` has the names in the directory and in its `guests`, as `host.conf`, `guests/web.cfg`, and where links
    /// lead; `modules` the names of an `/etc/modules-load.d/xen.conf` of the admin's own, whose place Reeve's takes.
    package init(
        directory: HostPath, existing: [String: HostPath], candidates: [Candidate], modules: [String], facts: Facts
    ) {
        self.directory = directory
        taken = existing
        if existing["host.conf"] != nil {
            steps.append(Step(line: "left \(directory / "host.conf"): it is there already"))
        } else {
            let text = HostTemplate.text(facts, modules: modules)
            steps.append(
                Step(
                    Change(directory / "host.conf", .text(text)),
                    line: "wrote \(directory / "host.conf"): every key as it is now, in comments"))
        }
        for candidate in candidates { take(candidate) }
        let started = candidates.filter(\.starts).map(\.path.name)
        if started.count > 1 {
            steps.append(
                Step(
                    line: "note: xendomains started guests one after the other (\(started.joined(separator: ", "))); "
                        + "where the order matters, write reeve.start.after"))
        }
    }

    private mutating func take(_ candidate: Candidate) {
        let path = candidate.path
        guard !Self.samples.contains(where: { path.name.hasPrefix($0) }) else {
            steps.append(Step(line: "left \(path): a sample"))
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
        let link = "guests/\(name).cfg"
        guard taken[link] == nil else {
            steps.append(Step(line: "left \(path): \(directory / link) is there already"))
            return
        }
        taken[link] = path
        let errors = document.diagnostics.count { $0.severity == .error }
        let warning = errors == 0 ? "" : "; it has errors: reeve check \(path)"
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
                    .text("# Was linked in /etc/xen/auto when reeve init took it over.\nreeve.start.auto = 1\n")),
                line: "guest \(name): wrote \(directory / sidecar), it starts with the host as /etc/xen/auto said"))
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
}
