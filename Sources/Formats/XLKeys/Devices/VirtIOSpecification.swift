/// A virtio device that another domain serves: one string of `virtio = [ … ]`.
///
/// Source: Xen docs/man/xl.cfg.5.pod, tools/xl/xl_parse.c (`parse_virtio_list`).
package struct VirtIOSpecification: Sendable, Equatable {
    package enum Transport: String, Sendable, CaseIterable { case mmio }

    package var backend: String?
    /// A device tree name such as `virtio,device22`: one that starts with `virtio` goes on after the comma.
    package var kind: String?
    package var transport: Transport?
    package var usesGrants: Bool?

    package init(backend: String?, kind: String?, transport: Transport? = .mmio, usesGrants: Bool? = nil) {
        self.backend = backend
        self.kind = kind
        self.transport = transport
        self.usesGrants = usesGrants
    }
}

extension VirtIOSpecification: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        // The one value with a comma in it; another byte stands for it while the items are cut.
        let isVirtio = text.contains("type=virtio,")
        let items = try SpecificationReader(
            isVirtio ? text.replacing("type=virtio,", with: "type=virtio\u{1}") : text, grammar: "virtio",
            names: ["backend", "type", "transport", "grant_usage"], remarks: &remarks)
        backend = items.string("backend")
        kind = items.string("type").map { isVirtio ? $0.replacing("\u{1}", with: ",") : $0 }
        transport = try items.foldedWord("transport")
        usesGrants = try items.bool("grant_usage")
        if kind == "virtio", let item = items.item("type") {
            throw SpecificationError(
                .malformed("virtio", for: "virtio type", want: "a whole device name"), item.valueRange,
                advice: "write it as \"type=virtio,device22\"")
        }
    }

    package var text: String {
        specificationText(
            [
                ("backend", backend), ("type", kind), ("transport", transport?.rawValue),
                ("grant_usage", specificationBool(usesGrants)),
            ])
    }
}
