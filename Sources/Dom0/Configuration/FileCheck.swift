package import Formats
import Model
package import SystemPackage

/// Checks files by themselves, wherever they stand: guests (xl.cfg), xl.conf, host.conf, and the files of `reeve.*` keys.
package struct FileCheck: Sendable {
    /// What a file is taken for: by its name, else by its keys.
    private enum Kind {
        case guest, sidecar, host, xl

        init(_ document: XLDocument, path: FilePath) {
            let name = path.lastComponent?.string ?? ""
            if name == "host.conf" {
                self = .host
            } else if name.hasSuffix(".reeve") {
                self = .sidecar
            } else {
                self = XLFileKind.guess(document, path: path.string) == .global ? .xl : .guest
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
        switch Kind(document, path: path) {
        case .host:
            diagnostics = ForeignName.explained(diagnostics, in: document)
            diagnostics += ConfigurationLint.host(document, target: target).1
        case .sidecar:
            let guest = GuestFile(name: "", settings: [])
            diagnostics += GuestSpecification.decode("guest", file: guest, sidecar: GuestFile(document)).1
            diagnostics += ConfigurationLint.installKeys(document, target: target)
        case .guest:
            // In a directory of Reeve's the guest is named by its file.
            let isKept = path.removingLastComponent().lastComponent?.string == "guests"
            diagnostics +=
                ConfigurationLint.guest(
                    name(of: document), document, target: target, needsName: !isKept
                ).1
        case .xl: diagnostics += ConfigurationLint.xl(document, target: target)
        }
    }

    /// The name that the file gives its guest; any other would be reported as a difference from the file's own name.
    private func name(of document: XLDocument) -> GuestName {
        guard case .atom(let bytes)? = document["name"]?.content else { return "guest" }
        return GuestName(String(decoding: bytes, as: UTF8.self)) ?? "guest"
    }
}
