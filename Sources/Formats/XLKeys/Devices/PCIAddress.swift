/// A place on the PCI bus: `0000:03:00.0`, or all functions of a device: `0000:03:00.*`.
package struct PCIAddress: Sendable, Hashable, CustomStringConvertible {
    package let domain: Int
    package let bus: Int
    package let device: Int
    /// `nil` stands for every function of the device.
    package let function: Int?

    package init(domain: Int = 0, bus: Int, device: Int, function: Int?) {
        self.domain = domain
        self.bus = bus
        self.device = device
        self.function = function
    }

    /// Reads `[DDDD:]BB:DD.F` or `[DDDD:]BB:DD.*`, all hexadecimal; `nil` for anything else.
    ///
    /// Source: Xen tools/libs/util/libxlu_pci.c, `parse_bdf`.
    package init?(parsing text: String) {
        guard let dot = text.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        let places = text[..<dot].split(separator: ":", omittingEmptySubsequences: false).map { Self.hexadecimal($0) }
        let last = text[text.utf8.index(after: dot)...]
        guard (2...3).contains(places.count), let device = places[places.count - 1], let bus = places[places.count - 2],
            let domain = places.count == 3 ? places[0] : 0
        else { return nil }
        guard domain <= 0xffff, bus <= 0xff, device <= 0x1f else { return nil }
        if last == "*" {
            self.init(domain: domain, bus: bus, device: device, function: nil)
        } else if let function = Self.hexadecimal(last), function <= 7 {
            self.init(domain: domain, bus: bus, device: device, function: function)
        } else {
            return nil
        }
    }

    package var text: String {
        let place = [Self.padded(domain, 4), Self.padded(bus, 2), Self.padded(device, 2)].joined(separator: ":")
        return place + "." + (function.map(String.init) ?? "*")
    }

    package var description: String { text }

    static func hexadecimal(_ text: Substring) -> Int? {
        let isDigits = text.utf8.allSatisfy {
            (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0)
        }
        return isDigits ? Int(text, radix: 16) : nil
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
