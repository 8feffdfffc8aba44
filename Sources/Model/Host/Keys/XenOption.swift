/// How a key is written on Xen's command line: as an option's whole value, or as one element of its list.
package struct XenOption: Sendable, Equatable, CustomStringConvertible {
    /// As in `iommu`.
    package let name: String
    /// The element's name, as `intremap` in `iommu=intremap`; `nil` when the value stands by itself.
    let element: String?
    /// What stands between the element's name and its value.
    let separator: String

    init(_ name: String, _ element: String? = nil, separator: String = "=") {
        self.name = name
        self.element = element
        self.separator = separator
    }

    package var description: String { name + "=" + (element ?? "") }

    /// The element, or elements, that a value comes to; a flag of a list is its name, or its name after `no-`.
    ///
    /// Source: Xen xen/common/kernel.c, `parse_bool` and `parse_boolean`.
    func elements(_ value: HostValue) -> [String] {
        switch value {
        case .flag(let flag):
            guard let element else { return [flag ? "true" : "false"] }
            return [flag ? element : "no-\(element)"]
        case .count(let count): return [named("\(count)")]
        case .number(let number): return [named("\(number)")]
        case .unlimited: return []
        case .duration(let duration): return [named("\(duration.components.seconds)")]
        case .memory(let memory): return [named("\(memory.mebibytes)M")]
        case .word(let word): return [named(word)]
        case .strings(let words): return words.map(named)
        case .xen(let words): return words.map { named($0.text) }
        }
    }

    private func named(_ text: String) -> String {
        element.map { $0 + separator + text } ?? text
    }
}

/// An option of Xen's command line with its value.
package struct XenParameter: Sendable, Equatable, CustomStringConvertible {
    package let name: String
    package private(set) var elements: [String]

    package init(_ name: String, _ elements: String...) {
        self.init(name, elements: elements)
    }

    init(_ name: String, elements: [String]) {
        self.name = name
        self.elements = elements
    }

    package var description: String { "\(name)=\(elements.joined(separator: ","))" }

    mutating func add(_ more: [String]) { elements += more }
}
