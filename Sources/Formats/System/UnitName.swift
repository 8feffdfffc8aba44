/// Names of units: the escaping of systemd-escape(1), and its way back.
package enum UnitName {
    /// Any text as a part of a unit name: `/` becomes `-`, and what is not `[A-Za-z0-9:_.]`, or a leading `.`, `\xHH`.
    ///
    /// As `systemd-escape TEXT`; an empty text stays empty.
    package static func escape(_ text: String) -> String {
        escape(bytes: Array(text.utf8))
    }

    /// An absolute path as a part of a unit name, as `systemd-escape --path`: `/` is `-`, `/dev/vg/lv` is `dev-vg-lv`.
    ///
    /// `nil` for what is no absolute path, or has a `..` in it.
    package static func escape(path: String) -> String? {
        guard path.hasPrefix("/") else { return nil }
        let components = path.split(separator: "/").filter { $0 != "." }
        guard !components.contains("..") else { return nil }
        return components.isEmpty ? "-" : escape(components.joined(separator: "/"))
    }

    /// The text that was escaped; `nil` when a `\` is not followed by `x` and two hexadecimal digits.
    package static func unescape(_ name: String) -> [UInt8]? {
        var output: [UInt8] = []
        var rest = Array(name.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "-"): output.append(UInt8(ascii: "/"))
            case UInt8(ascii: "\\"):
                let digits = rest.dropFirst().prefix(2)
                guard rest.first == UInt8(ascii: "x"), digits.count == 2,
                    digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                    let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), value != 0
                else { return nil }
                output.append(value)
                rest = rest.dropFirst(3)
            default: output.append(byte)
            }
        }
        return output
    }

    /// The unit that appears with a device node: `/dev/vg/lv` is `dev-vg-lv.device`.
    package static func device(_ path: String) -> String? {
        escape(path: path).map { "\($0).device" }
    }

    /// The unit that appears with a network interface: `sys-subsystem-net-devices-xenbr0.device`.
    package static func networkDevice(_ name: String) -> String {
        "sys-subsystem-net-devices-\(escape(name)).device"
    }

    private static func escape(bytes: [UInt8]) -> String {
        var output = ""
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "/"): output += "-"
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "_"),
                UInt8(ascii: ".") where index > 0:
                output.unicodeScalars.append(Unicode.Scalar(byte))
            default: output += "\\x" + UnitWord.hexadecimal(byte)
            }
        }
        return output
    }
}
