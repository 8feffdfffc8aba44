import Formats
package import Model
import SystemPackage

/// Makes a first configuration on a machine: reads what is there, and carries out an ``InitialConfiguration``.
package struct Initializer: Sendable {
    private let root: Root
    private let directory: HostPath

    package init(root: Root, directory: HostPath) {
        self.root = root
        self.directory = directory
    }

    /// What `init` would do here.
    package func plan(_ facts: Facts) -> InitialConfiguration {
        InitialConfiguration(
            directory: directory, existing: existing(), candidates: candidates(facts), modules: ownModules(),
            facts: facts)
    }

    /// Does one step; a file that appeared in the meantime is left alone and thrown as an error.
    package func carryOut(_ change: InitialConfiguration.Change) throws {
        let path = root.path(change.path)
        guard root.isFree(change.path) else { throw FileError.failed(.create, path, .fileExists) }
        try Directory.make(path.removingLastComponent())
        switch change.node {
        case .file(let content, let mode): try DurableFile.replace(path, content: content, mode: mode)
        case .symlink(let target): try DurableFile.link(path, target: target)
        }
    }

    private func existing() -> [String: HostPath] {
        var existing: [String: HostPath] = [:]
        for name in root.names(in: directory) { existing[name] = root.resolved(directory / name) }
        for name in root.names(in: directory / "guests") {
            existing["guests/\(name)"] = root.resolved(directory / "guests" / name)
        }
        return existing
    }

    private func candidates(_ facts: Facts) -> [InitialConfiguration.Candidate] {
        let others = facts.autostarted.filter { !facts.guestFiles.contains($0) }
        return (facts.guestFiles + others).map { path in
            InitialConfiguration.Candidate(
                path: path,
                document: root.content(path, limit: 16 << 20).map {
                    XLDocument(parsing: SourceText(name: path.string, bytes: $0))
                },
                starts: facts.autostarted.contains(path))
        }
    }

    /// The modules of an admin's own `/etc/modules-load.d/xen.conf`.
    private func ownModules() -> [String] {
        guard let content = root.content(ModuleRenderer.path), !ModuleRenderer.isRendered(content) else { return [] }
        return ModuleRenderer.names(in: content)
    }
}
