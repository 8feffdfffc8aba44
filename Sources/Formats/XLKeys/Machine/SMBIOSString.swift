/// A string that an HVM guest's firmware shows: `system_serial_number=1234`, one string of `smbios = [ … ]`.
///
/// Source: Xen docs/man/xl.cfg.5.pod, tools/libs/light/libxl_types.idl (`smbios_type`).
package struct SMBIOSString: Sendable, Equatable {
    package enum Field: String, Sendable, CaseIterable {
        case bios_vendor, bios_version, system_manufacturer, system_product_name, system_version, system_serial_number
        case baseboard_manufacturer, baseboard_product_name, baseboard_version, baseboard_serial_number
        case baseboard_asset_tag, baseboard_location_in_chassis, enclosure_manufacturer, enclosure_serial_number
        case enclosure_asset_tag, battery_manufacturer, battery_device_name
        /// May be given up to 99 times.
        case oem
    }

    package var field: Field
    /// Not empty.
    package var value: String

    package init(_ field: Field, _ value: String) {
        self.field = field
        self.value = value
    }
}

extension SMBIOSString: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = halves[0].lowercased()
        guard let field = Field(rawValue: name) else {
            throw SpecificationError(
                .unknownItem(String(halves[0]), of: "smbios", known: Field.allCases.map(\.rawValue)),
                0..<halves[0].utf8.count)
        }
        guard halves.count == 2, !halves[1].isEmpty else {
            throw SpecificationError(.noValue(String(halves[0])), 0..<text.utf8.count)
        }
        self.field = field
        value = String(halves[1])
    }

    package var text: String { "\(field.rawValue)=\(value)" }
}
