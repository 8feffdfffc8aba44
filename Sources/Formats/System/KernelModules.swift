/// Which modules a kernel has, built in or as files.
///
/// Source: modules.builtin and modules.dep of /lib/modules/RELEASE (depmod(8)): paths of `.ko` files, perhaps compressed.
package struct KernelModules: Sendable, Equatable {
    package enum Presence: Sendable, Equatable {
        /// Part of the kernel: asking to load it succeeds and does nothing.
        case builtin
        case loadable
    }

    private let presence: [String: Presence]

    /// Reads `modules.builtin` (one path a line) and `modules.dep` (`PATH: DEPENDENCIES`).
    package init(builtin: SourceText, dependencies: SourceText) {
        var presence: [String: Presence] = [:]
        for line in dependencies.bytes.split(separator: UInt8(ascii: "\n")) {
            if let name = Self.name(of: line.prefix { $0 != UInt8(ascii: ":") }) { presence[name] = .loadable }
        }
        for line in builtin.bytes.split(separator: UInt8(ascii: "\n")) {
            if let name = Self.name(of: line) { presence[name] = .builtin }
        }
        self.presence = presence
    }

    /// `nil` when the kernel has no such module; `-` and `_` are the same in a name.
    package func presence(of name: String) -> Presence? { presence[Self.normalized(name)] }

    package func contains(_ name: String) -> Bool { presence(of: name) != nil }

    /// The name as the kernel has it, with `_` for `-`.
    package static func normalized(_ name: String) -> String {
        String(decoding: name.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
    }

    /// `xen_blkback` of `kernel/drivers/block/xen-blkback/xen-blkback.ko.xz`.
    private static func name(of path: ByteSlice) -> String? {
        let file = path.trimmingBlanks.split(separator: UInt8(ascii: "/")).last ?? []
        guard let dot = file.firstIndex(of: UInt8(ascii: ".")), dot > file.startIndex,
            file[dot...].starts(with: ".ko")
        else { return nil }
        return normalized(file[..<dot].text)
    }
}
