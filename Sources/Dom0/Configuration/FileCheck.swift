package import Formats
import Model
package import SystemPackage

/// Checks files by themselves, wherever they stand: guests (xl.cfg), xl.conf, host.conf, and the files of `reeve.*` keys.
package struct FileCheck: Sendable {
    /// What a file is taken for, by its name.
    package enum Kind: Sendable, Equatable {
        case guest, sidecar, host, xl

        package init(name: String) {
            switch name {
            case "host.conf": self = .host
            case "xl.conf": self = .xl
            case let name where name.hasSuffix(".reeve"): self = .sidecar
            default: self = .guest
            }
        }
    }

    /// The files that could be read, by name, to show lines of.
    package private(set) var documents: [String: XLDocument] = [:]
    package private(set) var diagnostics: [Diagnostic] = []
    private let target: XenVersion

    package init(target: XenVersion) {
        self.target = target
    }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Adds a file; its name in messages is the path as given.
    package mutating func check(_ path: FilePath) {
        let bytes: [UInt8]
        do {
            bytes = try FileReader.read(path)
        } catch {
            diagnostics.append(Diagnostic(.error, file: path.string, ConfigurationReading.sentence(error)))
            return
        }
        let document = XLDocument(parsing: SourceText(name: path.string, bytes: bytes))
        documents[path.string] = document
        diagnostics += document.diagnostics
        let file = GuestFile(name: path.string, settings: document.settings)
        switch Kind(name: path.lastComponent?.string ?? "") {
        case .host: diagnostics += HostSpecification.decode(file: file.name, settings: file.settings).1
        case .sidecar:
            diagnostics += GuestSpecification.decode("guest", file: GuestFile(name: "", settings: []), sidecar: file).1
        case .guest: diagnostics += GuestSpecification.decode(name(of: document), file: file).1
        case .xl: break
        }
    }

    /// The name that the file gives its guest; any other would be reported as a difference from the file's own name.
    private func name(of document: XLDocument) -> GuestName {
        guard case .atom(let bytes)? = document["name"]?.content else { return "guest" }
        return GuestName(String(decoding: bytes, as: UTF8.self)) ?? "guest"
    }
}
