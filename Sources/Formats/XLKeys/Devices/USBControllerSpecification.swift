/// A USB controller of a guest: one string of `usbctrl = [ … ]`.
///
/// Source: Xen docs/man/xl.cfg.5.pod, tools/libs/light/libxl_usb.c for how many ports a version has.
package struct USBControllerSpecification: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case auto, pv, devicemodel, qusb }

    package var kind: Kind?
    /// 1 to 3; a paravirtual controller has 1 or 2.
    package var version: Int?
    package var ports: Int?

    package init(kind: Kind?, version: Int?, ports: Int?) {
        self.kind = kind
        self.version = version
        self.ports = ports
    }
}

extension USBControllerSpecification: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let items = try SpecificationReader(
            text, grammar: "usbctrl", names: ["type", "version", "ports"], remarks: &remarks)
        kind = try items.foldedWord("type")
        version = try items.decimal("version", in: 1...3)
        ports = try items.decimal("ports", in: 1...31)
        guard kind == .devicemodel, let version, let ports, let item = items.item("ports") else { return }
        let allowed = [1: 2...2, 2: 6...6, 3: 1...15][version] ?? 1...15
        if !allowed.contains(ports) {
            throw SpecificationError(
                .contradiction("an emulated USB controller of version \(version) has \(Self.words(allowed)) ports"),
                item.valueRange)
        }
    }

    package var text: String {
        specificationText(
            [
                ("type", kind?.rawValue), ("version", specificationNumber(version)),
                ("ports", specificationNumber(ports)),
            ])
    }

    private static func words(_ range: ClosedRange<Int>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
