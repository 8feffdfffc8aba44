/// An entry of the Boot Loader Specification, type 1: a small text file below `loader/entries`.
///
/// Source: Boot Loader Specification; systemd src/boot/efi/boot.c, `boot_entry_add_type1`: of most keys the last counts,
/// `options` and `initrd` may come several times.
package struct LoaderEntry: Sendable, Equatable {
    /// What an entry starts.
    package enum Program: Sendable, Equatable {
        /// An EFI program, as xen.efi.
        case efi(String)
        case linux(String)
    }

    package var title: String?
    package var version: String?
    /// Entries with one come first, in the order of these keys, then of machine-id, then the newest version first.
    package var sortKey: String?
    package var machineID: String?
    /// Paths from the root of the file system that holds the entry, with slashes; `nil` leaves the entry out of the menu.
    package var program: Program?
    /// Put together with single spaces; `nil` when there are none.
    ///
    /// For xen.efi see ``xenOptions(configuration:section:)``.
    package var options: String?
    package var initrds: [String]
    /// As `x64`; on another machine the entry is left out.
    package var architecture: String?
    /// Other lines, in order, which systemd-boot skips or other loaders use.
    package var others: [String]

    package init(
        title: String? = nil, version: String? = nil, sortKey: String? = nil, machineID: String? = nil,
        program: Program? = nil, options: String? = nil, initrds: [String] = [], architecture: String? = nil,
        others: [String] = []
    ) {
        self.title = title
        self.version = version
        self.sortKey = sortKey
        self.machineID = machineID
        self.program = program
        self.options = options
        self.initrds = initrds
        self.architecture = architecture
        self.others = others
    }

    package init(parsing source: SourceText) {
        self.init()
        let ends: Set<UInt8> = [UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        for bytes in source.bytes.split(whereSeparator: ends.contains) {
            guard let line = LoaderLine(bytes) else { continue }
            switch line.key {
            case "title": title = line.value
            case "version": version = line.value
            case "sort-key": sortKey = line.value
            case "machine-id": machineID = line.value
            case "efi": program = .efi(line.value)
            case "linux": program = .linux(line.value)
            case "options": options = options.map { "\($0) \(line.value)" } ?? line.value
            case "initrd": initrds.append(line.value)
            case "architecture": architecture = line.value
            default: others.append(bytes.trimmingBlanks.text)
            }
        }
    }

    /// The file's content; a value's control characters, which no line can hold, become spaces.
    package var text: String {
        var pairs: [(String, String?)] = [
            ("title", title), ("version", version), ("sort-key", sortKey), ("machine-id", machineID),
            ("architecture", architecture),
        ]
        switch program {
        case .efi(let path)?: pairs.append(("efi", path))
        case .linux(let path)?: pairs.append(("linux", path))
        case nil: break
        }
        pairs += initrds.map { ("initrd", $0) }
        pairs.append(("options", options))
        let lines = pairs.compactMap { key, value in value.map { LoaderLine.written(key, Self.oneLine($0)) } }
        return (lines + others.map(Self.oneLine)).map { $0 + "\n" }.joined()
    }

    /// The `options` that make xen.efi read a configuration: its parser drops the first word.
    ///
    /// A boot loader hands options over as a plain string, of which xen.efi takes the first word for its own name.
    /// Source: Xen xen/common/efi/boot.c, `get_argv`, `efi_start`.
    package static func xenOptions(configuration: XenEFIFileName?, section: String? = nil) -> String {
        ["xen.efi", configuration.map { "-cfg=\($0)" }, section].compactMap(\.self).joined(separator: " ")
    }

    /// What systemd-boot calls an x86 machine with 64 bits.
    package static let x64 = "x64"

    private static func oneLine(_ value: String) -> String {
        guard value.utf8.contains(where: \.isControl) else { return value }
        return String(decoding: value.utf8.map { $0.isControl ? 0x20 : $0 }, as: UTF8.self)
    }
}
