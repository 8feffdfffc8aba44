/// A virtual keyboard, mouse or touch screen: one string of `vkb = [ … ]`.
///
/// Source: Xen tools/xl/xl_parse.c (`parse_vkb_config`), xen/include/public/io/kbdif.h.
package struct KeyboardSpecification: Sendable, Equatable {
    package enum Backend: String, Sendable, CaseIterable { case qemu, linux }

    package var backend: String?
    package var backendType: Backend
    package var identifier: String?
    /// Features by name, as `abs-pointer`, in the order of Xen's documentation.
    package var features: [Feature: Bool]
    package var width: Int?
    package var height: Int?
    package var touchWidth: Int?
    package var touchHeight: Int?
    package var touchContacts: Int?

    package enum Feature: String, Sendable, CaseIterable {
        case disableKeyboard = "feature-disable-keyboard"
        case disablePointer = "feature-disable-pointer"
        case absolutePointer = "feature-abs-pointer"
        case rawPointer = "feature-raw-pointer"
        case multiTouch = "feature-multi-touch"
    }

    package init(backendType: Backend) {
        self.backendType = backendType
        features = [:]
    }
}

extension KeyboardSpecification: XLSpecification {
    private static let touch = ["multi-touch-width", "multi-touch-height", "multi-touch-num-contacts"]

    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let names = ["backend", "backend-type", "unique-id", "width", "height"]
        let items = try SpecificationReader(
            text, grammar: "vkb", names: names + Feature.allCases.map(\.rawValue) + Self.touch, remarks: &remarks)
        guard let type: Backend = try items.foldedWord("backend-type") else {
            throw SpecificationError(
                .missing("backend-type"), 0..<text.utf8.count,
                advice: "write \"backend-type=qemu\" or \"backend-type=linux\"")
        }
        self.init(backendType: type)
        backend = items.string("backend")
        identifier = items.string("unique-id")
        for feature in Feature.allCases { features[feature] = try items.bool(feature.rawValue) }
        width = try items.number("width", remarks: &remarks)
        height = try items.number("height", remarks: &remarks)
        touchWidth = try items.number(Self.touch[0], remarks: &remarks)
        touchHeight = try items.number(Self.touch[1], remarks: &remarks)
        touchContacts = try items.number(Self.touch[2], remarks: &remarks)
        let hasTouch = [touchWidth, touchHeight, touchContacts].contains { ($0 ?? 0) > 0 }
        if features[.multiTouch] == true, !hasTouch, let item = items.item(Feature.multiTouch.rawValue) {
            throw SpecificationError(
                .contradiction("multi-touch needs its size"), item.range,
                advice: "add \(Self.touch.joined(separator: "=, "))=")
        }
    }

    package var text: String {
        var all: [(name: String, value: String?)] = [
            ("backend", backend), ("backend-type", backendType.rawValue), ("unique-id", identifier),
        ]
        for feature in Feature.allCases { all.append((feature.rawValue, specificationBool(features[feature]))) }
        all += [("width", specificationNumber(width)), ("height", specificationNumber(height))]
        for (name, value) in zip(Self.touch, [touchWidth, touchHeight, touchContacts]) {
            all.append((name, specificationNumber(value)))
        }
        return specificationText(all)
    }
}
