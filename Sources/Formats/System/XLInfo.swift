/// What `xl info` prints: the host, its memory and the hypervisor, as `key : value`.
///
/// Source: Xen tools/xl/xl_info.c, `print_info`; the keys of 4.14 are all still there in 4.22.
package struct XLInfo: Sendable, Equatable {
    /// All fields, by key.
    package let fields: [String: String]

    package init(parsing output: [UInt8]) throws(XLInfoError) {
        var fields: [String: String] = [:]
        for line in output.split(separator: UInt8(ascii: "\n")) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let key = line[..<colon].trimmingBlanks.text
            // The tables of `xl info -n` have no padded keys and come last; the first value of a key is the right one.
            if fields[key] == nil { fields[key] = line[(colon + 1)...].trimmingBlanks.text }
        }
        guard fields["xen_major"] != nil || fields["host"] != nil else {
            throw .notInformation(output.prefix { $0 != UInt8(ascii: "\n") }.prefix(80).text)
        }
        self.fields = fields
    }

    package subscript(key: String) -> String? { fields[key] }

    /// As in `4.17`; `nil` when xl could not ask the hypervisor.
    package var version: String? {
        guard let major = number("xen_major"), let minor = number("xen_minor") else { return nil }
        return "\(major).\(minor)"
    }

    /// In MiB.
    package var totalMemory: Int? { number("total_memory") }
    /// In MiB; what guests that are being built have claimed is already taken off.
    package var freeMemory: Int? { number("free_memory") }
    package var processors: Int? { number("nr_cpus") }
    package var commandLine: String? { fields["xen_commandline"] }
    /// What Xen and the processor can do for guests, as in `pv`, `hvm`, `hap`; `nil` when xl could not ask.
    ///
    /// Before 4.12 only `xen_caps` told of PV: `xen-3.0-x86_64 hvm-3.0-x86_64 …` (xen/arch/x86/setup.c).
    package var virtualization: Set<String>? {
        guard let words = fields["virt_caps"] else { return nil }
        let interfaces = (fields["xen_caps"] ?? "").split(separator: " ").compactMap {
            $0.hasPrefix("xen-") ? "pv" : $0.hasPrefix("hvm-") ? "hvm" : nil
        }
        return Set(words.split(separator: " ").map(String.init) + interfaces)
    }
    /// `hw_caps`: words of bits that the processor has, in hexadecimal, between colons.
    package var processorFeatures: String? { fields["hw_caps"] }

    private func number(_ key: String) -> Int? { fields[key].flatMap { Int($0) } }
}

/// What xl printed is not what `xl info` prints.
package enum XLInfoError: Error, Equatable, CustomStringConvertible {
    case notInformation(String)

    package var description: String {
        switch self {
        case .notInformation(let line): "xl info: \"\(line)\" is not how its output begins"
        }
    }
}
