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
            directory: directory, sources: InitialSourcesReader(root: root, directory: directory).read(facts),
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
}
