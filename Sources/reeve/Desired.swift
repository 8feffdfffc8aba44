import ArgumentParser
import Dom0
import Formats
import Model

/// What the configuration asks of a machine, ready to be planned.
struct Desired {
    let rendering: Rendering

    /// Reads the configuration and the machine; a configuration with errors is told in full, and ends the command.
    init(_ options: GlobalOptions, _ host: Host) async throws {
        let specification = try await Self.specification(
            root: host.root, directory: options.directory, xen: CheckTarget.version(of: host.root))
        let isMachine = host.root == Root()
        let facts = await FactsReader(root: host.root, runner: isMachine ? host.runner : nil).read(
            for: specification.host)
        rendering = specification.rendered(for: facts)
    }

    /// What is wrong is told on standard error; with errors among it the status is 65.
    static func specification(root: Root, directory: HostPath, xen: XenVersion) async throws -> Specification {
        let loaded = await SpecificationLoader(root: root, directory: directory, target: xen).load()
        for (file, diagnostics) in Dictionary(grouping: loaded.diagnostics, by: \.file).sorted(by: { $0.key < $1.key })
        {
            Terminal.complain(diagnostics.rendered(source: loaded.documents[file]?.source))
        }
        guard !loaded.hasErrors else { throw ExitStatus.configuration }
        return loaded.specification
    }
}
