package import Formats
package import Model
import SystemPackage

/// Files of the xl grammar as they are read, each once, and what is wrong with them.
package struct ConfigurationReading: Sendable {
    private let root: Root
    /// By the name that messages use.
    package private(set) var documents: [String: XLDocument] = [:]
    package var diagnostics: [Diagnostic] = []

    package init(root: Root) {
        self.root = root
    }

    /// A file that may be missing: `nil` then, and when it cannot be read; the latter is a diagnostic.
    package mutating func document(_ path: HostPath) -> XLDocument? {
        do {
            guard let bytes = try FileReader.readIfPresent(root.path(root.resolved(path))) else {
                if let target = root.target(of: path) {
                    diagnostics.append(
                        Diagnostic(.error, file: path.string, "is a link to \(target), which does not exist"))
                }
                return nil
            }
            return add(SourceText(name: path.string, bytes: bytes))
        } catch {
            diagnostics.append(Diagnostic(.error, file: path.string, Self.sentence(error)))
            return nil
        }
    }

    /// Parses a text that was read already.
    package mutating func add(_ source: SourceText) -> XLDocument {
        let document = XLDocument(parsing: source)
        documents[source.name] = document
        diagnostics += document.diagnostics
        return document
    }

    /// Takes over what another reading found, after what this one did.
    package mutating func merge(_ other: ConfigurationReading) {
        documents.merge(other.documents) { first, _ in first }
        diagnostics += other.diagnostics
    }

    /// The names in a directory that may be missing, sorted by bytes.
    package mutating func names(in path: HostPath) -> [String] {
        do {
            return try Directory.names(in: root.path(path))
        } catch .missing {
            return []
        } catch {
            diagnostics.append(Diagnostic(.error, file: path.string, Self.sentence(error)))
            return []
        }
    }

    /// What is wrong with a file whose name stands before the message already.
    package static func sentence(_ error: FileError) -> String {
        switch error {
        case .missing: "no such file"
        case .notAFile(_, .other): "not a regular file"
        case .notAFile(_, let kind): "is \(kind.rawValue), not a regular file"
        case .tooLarge(_, let limit): "is larger than \(limit >> 20) MiB"
        case .failed(.read, _, .permissionDenied), .failed(.open, _, .permissionDenied):
            "not readable by this user (permission denied)"
        case .failed(let operation, _, let reason): "\(operation.rawValue): \(reason.sentence)"
        }
    }
}
