package import Formats
package import Model

/// All of `/etc/reeve`, as read: what it says, the files that say it, and everything that is wrong with them.
package struct LoadedSpecification: Sendable {
    package var specification: Specification
    /// The parsed files by name, to show lines of in messages.
    package var documents: [String: XLDocument]
    package var diagnostics: [Diagnostic]

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Reads the configuration: `host.conf`, `guests/NAME.cfg` and `guests/NAME.reeve`.
///
/// A file or directory that does not exist is an empty one; one that cannot be read is a diagnostic that names it.
package struct SpecificationLoader: Sendable {
    private let root: Root
    private let directory: HostPath
    private let target: XenVersion

    /// `target` is the Xen whose keys the files may use; `nil` is the one that the machine runs or has.
    package init(root: Root, directory: HostPath = "/etc/reeve", target: XenVersion? = nil) {
        self.root = root
        self.directory = directory
        self.target = target ?? CheckTarget.version(of: root)
    }

    package func load() async -> LoadedSpecification {
        var reading = ConfigurationReading(root: root)
        var host = HostSpecification()
        if let document = reading.document(directory / "host.conf") {
            let (decoded, diagnostics) = ConfigurationLint.host(document, target: target)
            host = decoded
            reading.diagnostics = ForeignName.explained(reading.diagnostics, in: document) + diagnostics
        }
        var guests: [GuestSpecification] = []
        var files: [GuestName: [GuestFile]] = [:]
        for share in await shares(of: guestNames(&reading), defaults: GuestDefaults(stop: host.stop)) {
            guests += share.guests
            files.merge(share.files) { first, _ in first }
            reading.merge(share.reading)
        }
        reading.diagnostics += GuestSet.check(guests, files: files) + SharedDevices.check(guests)
        reading.diagnostics += GuestBridges.check(guests, on: host)
        return LoadedSpecification(
            specification: Specification(host: host, guests: guests), documents: reading.documents,
            diagnostics: reading.diagnostics)
    }

    // MARK: Guests

    /// Some of the guests, in the order of their names.
    private struct Share: Sendable {
        var guests: [GuestSpecification] = []
        var files: [GuestName: [GuestFile]] = [:]
        var reading: ConfigurationReading
    }

    /// How many guests are read one after the other; more of them are shared out to the CPUs.
    private static let shareSize = 64

    private func shares(of names: [GuestName], defaults: GuestDefaults) async -> [Share] {
        let parts = stride(from: 0, to: names.count, by: Self.shareSize).map { start in
            names[start..<min(start + Self.shareSize, names.count)]
        }
        return await withTaskGroup(of: (Int, Share).self) { group in
            for (index, part) in parts.enumerated() {
                group.addTask { (index, share(of: part, defaults: defaults)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func share(of names: ArraySlice<GuestName>, defaults: GuestDefaults) -> Share {
        var share = Share(reading: ConfigurationReading(root: root))
        for name in names {
            guard let document = share.reading.document(guestDirectory / "\(name).cfg") else { continue }
            let sidecar = share.reading.document(guestDirectory / "\(name).reeve")
            let (guest, diagnostics) = ConfigurationLint.guest(
                name, document, sidecar: sidecar, defaults: defaults, target: target)
            share.guests.append(guest)
            share.files[name] = [document, sidecar].compactMap { $0 }.map(GuestFile.init)
            share.reading.diagnostics += diagnostics
        }
        return share
    }

    private var guestDirectory: HostPath { directory / "guests" }

    /// Names of the guests, sorted; what cannot be a guest is reported.
    private func guestNames(_ reading: inout ConfigurationReading) -> [GuestName] {
        let entries = reading.names(in: guestDirectory)
        let configured = Set(entries.filter { $0.hasSuffix(".cfg") }.map { String($0.dropLast(4)) })
        var names: [GuestName] = []
        for entry in entries where !entry.hasPrefix(".") && !entry.hasSuffix("~") {
            let file = (guestDirectory / entry).string
            if entry.hasSuffix(".cfg") {
                let text = String(entry.dropLast(4))
                if let name = GuestName(text) {
                    names.append(name)
                } else {
                    reading.diagnostics.append(
                        Diagnostic(
                            .error, file: file, "\"\(text)\" cannot be the name of a guest",
                            hint: GuestName.reason(against: text)))
                }
            } else if entry.hasSuffix(".reeve") {
                let text = String(entry.dropLast(6))
                guard !configured.contains(text) else { continue }
                reading.diagnostics.append(
                    Diagnostic(.error, file: file, "there is no \(text).cfg beside it", hint: "a guest is NAME.cfg"))
            } else {
                reading.diagnostics.append(
                    Diagnostic(.warning, file: file, "is not read: the files of guests end in .cfg and .reeve"))
            }
        }
        return names
    }
}
