/// How a Linux kernel was configured: its `.config`, as distributions put it beside the kernel.
package struct KernelConfiguration: Sendable, Equatable, Codable {
    package enum Setting: String, Sendable, Codable {
        case builtIn = "y"
        case module = "m"
    }

    /// Options that are on, without `CONFIG_`; only those that were asked for.
    package let settings: [String: Setting]

    package init(_ settings: [String: Setting] = [:]) {
        self.settings = settings
    }

    /// Reads the lines of some options; `nil` when the file has no line of any option at all.
    package init?(parsing bytes: [UInt8], options: Set<String>) {
        var settings: [String: Setting] = [:]
        var isConfiguration = false
        var start = 0
        // By hand: such a file has ten thousand lines, of which a dozen matter.
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            defer { start = end + 1 }
            guard end - start > Self.prefix.count + 2, bytes[start] == Self.prefix[0] else { continue }
            guard bytes[start..<start + Self.prefix.count].elementsEqual(Self.prefix) else { continue }
            isConfiguration = true
            guard bytes[end - 2] == UInt8(ascii: "=") else { continue }
            let name = String(decoding: bytes[start + Self.prefix.count..<end - 2], as: UTF8.self)
            guard options.contains(name) else { continue }
            settings[name] = Setting(rawValue: String(decoding: bytes[end - 1..<end], as: UTF8.self))
        }
        guard isConfiguration else { return nil }
        self.settings = settings
    }

    private static let prefix = Array("CONFIG_".utf8)
}
