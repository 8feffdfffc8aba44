package import Formats
package import Model

/// One guest as it was read, and everything that was found wrong.
package struct LoadedGuest: Sendable {
    package var specification: GuestSpecification
    /// The parsed files by name, to show lines of in messages.
    package var documents: [String: XLDocument]
    package var diagnostics: [Diagnostic]

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Reads single guests: what is wrong with one must not keep another from starting.
package struct GuestDirectory: Sendable {
    private let root: Root
    private let configuration: HostPath

    /// `configuration` is the directory of `host.conf`, usually `/etc/reeve`.
    package init(root: Root, configuration: HostPath) {
        self.root = root
        self.configuration = configuration
    }

    /// The guests that have a file, sorted; a file whose name no guest can have is left out.
    package func names() -> [GuestName] {
        root.names(in: configuration / "guests").compactMap { entry in
            entry.hasSuffix(".cfg") ? GuestName(String(entry.dropLast(4))) : nil
        }.sorted()
    }

    /// Reads a guest's file, the file of `reeve.*` keys beside it, and the host's defaults for guests.
    package func load(_ name: GuestName) throws -> LoadedGuest {
        var reading = ConfigurationReading(root: root)
        guard let document = reading.document(configuration / "guests" / "\(name).cfg") else {
            if reading.diagnostics.isEmpty { throw GuestError.noGuest(name, existing: names()) }
            return LoadedGuest(
                specification: GuestSpecification(name: name, file: ""), documents: [:],
                diagnostics: reading.diagnostics)
        }
        let sidecar = reading.document(configuration / "guests" / "\(name).reeve")
        let (specification, diagnostics) = GuestSpecification.decode(
            name, file: GuestFile(document), sidecar: sidecar.map(GuestFile.init), defaults: defaults())
        return LoadedGuest(
            specification: specification, documents: reading.documents, diagnostics: reading.diagnostics + diagnostics)
    }

    /// What the host gives to guests; what is wrong with `host.conf` is not a guest's matter.
    private func defaults() -> GuestDefaults {
        var reading = ConfigurationReading(root: root)
        guard let document = reading.document(configuration / "host.conf") else { return GuestDefaults() }
        let (host, _) = HostSpecification.decode(file: document.source.name, settings: document.settings)
        return GuestDefaults(stop: host.stop)
    }

    /// What xl takes for interfaces that do not say it, from the xl.conf that stands on the machine.
    package func network() -> GuestNetworkDefaults {
        var reading = ConfigurationReading(root: root)
        return GuestNetworkDefaults(xlConf: reading.document("/etc/xen/xl.conf")?.settings ?? [])
    }
}
