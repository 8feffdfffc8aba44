/// How the memory that devices reserve is kept free in an HVM guest: `rdm = "strategy=host,policy=relaxed"`.
///
/// Source: Xen tools/libs/util/libxlu_pci.c, `xlu_rdm_parse`.
package struct ReservedMemorySpecification: Sendable, Equatable {
    /// Whether all of the host's reserved regions are kept free, not only those of the guest's devices.
    package var coversHost: Bool
    package var policy: PCISpecification.ReservedMemoryPolicy?

    package init(coversHost: Bool, policy: PCISpecification.ReservedMemoryPolicy?) {
        self.coversHost = coversHost
        self.policy = policy
    }
}

extension ReservedMemorySpecification: XLSpecification {
    private enum Strategy: String, CaseIterable { case host }

    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let items = try SpecificationReader(text, grammar: "rdm", names: ["strategy", "policy"], remarks: &remarks)
        coversHost = try items.word("strategy", as: Strategy.self) != nil
        policy = try items.word("policy")
        if let item = items.item("policy") {
            // libxlu_pci.c tests the outcome of reading the policy the wrong way round.
            remarks.append(
                .init(
                    .dropped(since: XenVersion(4, 15), "xl drops the whole rdm setting when it has a policy"),
                    item.range,
                    hint: "write rdm_policy= at each device of pci=[]"))
        }
    }

    package var text: String {
        specificationText([("strategy", coversHost ? "host" : nil), ("policy", policy?.rawValue)])
    }
}
