/// A host PCI device that is passed through to a guest: one string of `pci = [ … ]`.
///
/// Source: Xen docs/man/xl-pci-configuration.5.pod, tools/libs/util/libxlu_pci.c.
package struct PCISpecification: Sendable, Equatable {
    /// Which device: by its place, or by the name that `xl pci-assignable-add` gave it (from Xen 4.15).
    package enum Device: Sendable, Equatable {
        case address(PCIAddress)
        case name(String)
    }

    /// What to do when reserved memory of the device overlaps the guest's.
    package enum ReservedMemoryPolicy: String, Sendable, CaseIterable { case strict, relaxed }

    package var device: Device
    /// The slot in the guest, 0 to 31.
    package var slot: Int?
    package var isPermissive: Bool?
    package var translatesMSI: Bool?
    /// Whether xl takes the device from its dom0 driver.
    package var isSeized: Bool?
    package var managesPower: Bool?
    package var reservedMemoryPolicy: ReservedMemoryPolicy?

    package init(_ device: Device) {
        self.device = device
    }
}

extension PCISpecification: XLSpecification {
    private static let names = [
        "bdf", "vslot", "permissive", "msitranslate", "seize", "power_mgmt", "rdm_policy", "name",
    ]

    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        if let blank = text.utf8.firstIndex(of: UInt8(ascii: " ")) {
            let offset = text.utf8.distance(from: text.utf8.startIndex, to: blank)
            throw SpecificationError(
                .malformed(text, for: "pci", want: "a PCI device, for xl allows no blanks here"), offset..<(offset + 1),
                advice: "leave the blank out")
        }
        let comma = text.firstIndex(of: ",") ?? text.endIndex
        let first = text[..<comma]
        let isPositional = !first.contains("=")
        let rest = isPositional ? String(text[comma...]) : text
        let shift = text.utf8.count - rest.utf8.count
        var found: [SpecificationRemark] = []
        do {
            let items = try SpecificationReader(rest, grammar: "pci", names: Self.names, remarks: &found)
            device = try Self.device(items, first: isPositional ? first : nil, length: text.utf8.count)
            slot = try Self.slot(items)
            isPermissive = try items.bool("permissive")
            translatesMSI = try items.bool("msitranslate")
            isSeized = try items.bool("seize")
            managesPower = try items.bool("power_mgmt")
            reservedMemoryPolicy = try items.word("rdm_policy")
            for name in ["bdf", "vslot", "name"] {
                guard let item = items.item(name) else { continue }
                found.append(.init(.needs(XenVersion(4, 15), item: name + "="), item.range))
            }
        } catch {
            throw error.moved(by: shift)
        }
        remarks += found.map { $0.moved(by: shift) }
        if isPositional, let at = first.firstIndex(of: "@") {
            slot = PCIAddress.hexadecimal(first[first.index(after: at)...])
        }
    }

    package var text: String {
        var items: [(name: String, value: String?)] = [
            ("permissive", specificationBool(isPermissive)), ("msitranslate", specificationBool(translatesMSI)),
            ("seize", specificationBool(isSeized)), ("power_mgmt", specificationBool(managesPower)),
            ("rdm_policy", reservedMemoryPolicy?.rawValue),
        ]
        let slot = slot.map { String($0, radix: 16) }
        switch device {
        case .address(let address):
            let place = slot.map { "\(address.text)@\($0)" } ?? address.text
            return ([place] + [specificationText(items)].filter { !$0.isEmpty }).joined(separator: ",")
        case .name(let name):
            items = [("name", name), ("vslot", slot)] + items
            return specificationText(items)
        }
    }

    private static func device(
        _ items: SpecificationReader, first: Substring?, length: Int
    ) throws(SpecificationError) -> Device {
        // Offsets are those of the part after the positional item; the caller moves them.
        if let first {
            let start = -first.utf8.count
            let halves = first.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
            guard let place = halves.first, let address = PCIAddress(parsing: String(place)) else {
                throw SpecificationError(Self.wrongAddress(first), start..<0)
            }
            if halves.count == 2, !(PCIAddress.hexadecimal(halves[1]).map { $0 <= 0x1f } ?? false) {
                throw SpecificationError(
                    .malformed(String(halves[1]), for: "pci slot", want: "a slot from 0 to 1f"),
                    (-halves[1].utf8.count)..<0)
            }
            if let item = items.item("name") {
                throw SpecificationError(.contradiction("a PCI device has either an address or a name"), item.range)
            }
            return .address(address)
        }
        if let item = items.item("bdf"), let value = item.value {
            guard let address = PCIAddress(parsing: value) else {
                throw SpecificationError(Self.wrongAddress(Substring(value)), item.valueRange)
            }
            if let name = items.item("name") {
                throw SpecificationError(.contradiction("a PCI device has either an address or a name"), name.range)
            }
            return .address(address)
        }
        guard let name = items.string("name"), !name.isEmpty else {
            throw SpecificationError(
                .missing("PCI device"), 0..<length, advice: "start with its address, as in \"03:00.0\"")
        }
        return .name(name)
    }

    private static func wrongAddress(_ text: Substring) -> SpecificationError.Problem {
        .malformed(String(text), for: "pci", want: "a PCI address such as 0000:03:00.0")
    }

    private static func slot(_ items: SpecificationReader) throws(SpecificationError) -> Int? {
        guard let item = items.item("vslot"), let text = item.value else { return nil }
        guard let slot = PCIAddress.hexadecimal(Substring(text)), slot <= 0x1f else {
            throw SpecificationError(.malformed(text, for: "vslot", want: "a slot from 0 to 1f"), item.valueRange)
        }
        return slot
    }
}
