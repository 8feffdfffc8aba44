/// A low-bandwidth channel between dom0 and a guest: one string of `channel = [ … ]`.
///
/// Source: Xen docs/man/xl.cfg.5.pod, tools/xl/xl_parse.c.
package struct ChannelSpecification: Sendable, Equatable {
    package enum Connection: Sendable, Equatable {
        case pty
        /// A Unix socket that listens at a path.
        case socket(path: String)
    }

    package var name: String?
    package var connection: Connection
    package var backend: String?

    package init(name: String?, connection: Connection, backend: String? = nil) {
        self.name = name
        self.connection = connection
        self.backend = backend
    }
}

extension ChannelSpecification: XLSpecification {
    private enum Kind: String, CaseIterable { case pty, socket }

    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let items = try SpecificationReader(
            text, grammar: "channel", names: ["name", "connection", "path", "backend"], trims: true, remarks: &remarks)
        name = items.string("name")
        backend = items.string("backend")
        _ = try items.required("connection")
        switch try items.word("connection", as: Kind.self) {
        case .socket: connection = .socket(path: try items.required("path"))
        case .pty, nil: connection = .pty
        }
    }

    package var text: String {
        let (kind, path) =
            switch connection {
            case .pty: (Kind.pty, String?.none)
            case .socket(let path): (Kind.socket, path)
            }
        return specificationText([("name", name), ("connection", kind.rawValue), ("path", path), ("backend", backend)])
    }
}
