/// A USB device of the host that is passed through: one string of `usbdev = [ … ]`.
///
/// Source: Xen tools/xl/xl_parse.c, `parse_usbdev_config`.
package struct USBDeviceSpecification: Sendable, Equatable {
    package var hostBus: Int
    package var hostAddress: Int
    package var controller: Int?
    package var port: Int?

    package init(hostBus: Int, hostAddress: Int, controller: Int? = nil, port: Int? = nil) {
        self.hostBus = hostBus
        self.hostAddress = hostAddress
        self.controller = controller
        self.port = port
    }
}

extension USBDeviceSpecification: XLSpecification {
    private enum Kind: String, CaseIterable { case hostdev }

    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let items = try SpecificationReader(
            text, grammar: "usbdev", names: ["type", "hostbus", "hostaddr", "controller", "port"], remarks: &remarks)
        _ = try items.foldedWord("type", as: Kind.self)
        _ = try items.required("hostbus")
        _ = try items.required("hostaddr")
        hostBus = try items.number("hostbus", in: 0...255, remarks: &remarks) ?? 0
        hostAddress = try items.number("hostaddr", in: 0...255, remarks: &remarks) ?? 0
        controller = try items.decimal("controller")
        port = try items.decimal("port")
    }

    package var text: String {
        specificationText(
            [
                ("type", "hostdev"), ("hostbus", "\(hostBus)"), ("hostaddr", "\(hostAddress)"),
                ("controller", specificationNumber(controller)), ("port", specificationNumber(port)),
            ])
    }
}
