/// A directory of a backend domain that a guest mounts with 9pfs: one string of `p9 = [ … ]`.
///
/// Source: Xen tools/xl/xl_parse.c, tools/libs/light/libxl_9pfs.c for what has to be there.
package struct FileSystemSpecification: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case qemu
        case xen9pfsd = "xen_9pfsd"
    }

    package var kind: Kind?
    package var tag: String?
    package var path: String?
    package var securityModel: String
    package var backend: String?
    package var maximumFiles: Int?
    package var maximumOpenFiles: Int?
    /// In MiB.
    package var maximumSpace: Int?
    package var deletesOldFiles: Bool?

    package init(tag: String, path: String, securityModel: String = "none") {
        self.tag = tag
        self.path = path
        self.securityModel = securityModel
    }
}

extension FileSystemSpecification: XLSpecification {
    private static let names = ["type", "tag", "path", "security_model", "backend"] + quotas
    private static let quotas = ["max-files", "max-open-files", "max-space", "auto-delete"]

    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let items = try SpecificationReader(text, grammar: "p9", names: Self.names, trims: true, remarks: &remarks)
        kind = try items.foldedWord("type")
        securityModel = try items.required("security_model")
        if kind != .xen9pfsd {
            tag = try items.required("tag")
            path = try items.required("path")
            if let item = items.last(of: Self.quotas) {
                throw SpecificationError(.contradiction("\(item.name) needs type=xen_9pfsd"), item.range)
            }
        } else {
            tag = items.string("tag")
            path = items.string("path")
        }
        backend = items.string("backend")
        maximumFiles = try items.decimal("max-files")
        maximumOpenFiles = try items.decimal("max-open-files")
        maximumSpace = try items.decimal("max-space")
        deletesOldFiles = try items.bool("auto-delete")
        if let item = items.item("type") { remarks.append(.init(.needs(XenVersion(4, 19), item: "type="), item.range)) }
    }

    package var text: String {
        specificationText(
            [
                ("type", kind?.rawValue), ("tag", tag), ("path", path), ("security_model", securityModel),
                ("backend", backend), ("max-files", specificationNumber(maximumFiles)),
                ("max-open-files", specificationNumber(maximumOpenFiles)),
                ("max-space", specificationNumber(maximumSpace)),
                ("auto-delete", specificationBool(deletesOldFiles)),
            ])
    }
}
