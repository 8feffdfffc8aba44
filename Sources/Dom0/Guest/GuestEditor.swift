package import Formats
import Glibc
package import Model

/// Edits the files of a guest: everything is read and checked before anything is written.
package struct GuestEditor: Sendable {
    private let root: Root
    private let directory: HostPath
    private let target: XenVersion

    /// `configuration` is the directory of `host.conf`, usually `/etc/reeve`.
    package init(root: Root, configuration: HostPath) {
        self.root = root
        directory = configuration / "guests"
        target = CheckTarget.version(of: root)
    }

    /// What a file is to hold.
    package struct Change: Sendable, Equatable {
        /// Where it stands; a link leads there.
        package var file: HostPath
        package var old: [UInt8]
        package var new: [UInt8]
    }

    /// The files after the edits.
    package struct Result: Sendable {
        package var changes: [Change] = []
        /// What the files say before, and then.
        package var before: GuestSpecification
        package var after: GuestSpecification
        package var documents: [String: XLDocument]
        package var diagnostics: [Diagnostic]

        package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    }

    /// Makes the edits in memory, in their order; nothing is written.
    ///
    /// A file with errors cannot be edited: its own errors are the result then.
    package func edit(_ name: GuestName, _ edits: [GuestEdit]) throws -> Result {
        var reading = ConfigurationReading(root: root)
        let definition = directory / "\(name).cfg"
        let sidecar = directory / "\(name).reeve"
        guard let standing = reading.document(definition) else {
            guard reading.diagnostics.isEmpty else { return Self.nothing(of: name, reading) }
            throw GuestError.noGuest(
                name, existing: GuestDirectory(root: root, configuration: directory.parent).names())
        }
        let former = GuestFiles(definition: standing, sidecar: reading.document(sidecar))
        guard !reading.diagnostics.contains(where: { $0.severity == .error }) else {
            return Self.nothing(of: name, reading)
        }
        let (before, _) = check(name, former)
        var files = former
        for edit in edits { try files.apply(edit) }
        let (after, diagnostics) = check(name, files)
        var result = Result(before: before, after: after, documents: [:], diagnostics: diagnostics)
        for (path, old, new) in [(definition, standing, files.definition), (sidecar, former.sidecar, files.sidecar)] {
            guard let new else { continue }
            result.documents[new.source.name] = new
            result.diagnostics += new.diagnostics
            if let old, old.bytes != new.bytes {
                result.changes.append(Change(file: root.resolved(path), old: old.bytes, new: new.bytes))
            }
        }
        return result
    }

    /// Writes what changes; refuses where a file is not as it was read.
    package func write(_ result: Result) throws {
        for change in result.changes {
            let path = root.path(change.file)
            guard try FileReader.read(path) == change.old, let status = try FileStatus.read(path) else {
                throw GuestError.unreadable(
                    change.file, reason: "somebody else has changed it just now; nothing was written")
            }
            try DurableFile.replace(
                path, content: change.new, mode: UInt16(status.st_mode & 0o7777),
                owner: Owner(user: status.st_uid, group: status.st_gid))
        }
    }

    private func check(_ name: GuestName, _ files: GuestFiles) -> (GuestSpecification, [Diagnostic]) {
        ConfigurationLint.guest(name, files.definition, sidecar: files.sidecar, target: target)
    }

    private static func nothing(of name: GuestName, _ reading: ConfigurationReading) -> Result {
        let guest = GuestSpecification(name: name, file: "")
        return Result(before: guest, after: guest, documents: reading.documents, diagnostics: reading.diagnostics)
    }
}
