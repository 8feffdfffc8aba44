/// loader.conf: systemd-boot's own settings, edited without touching what is not asked for.
///
/// Source: loader.conf(5); systemd src/boot/efi/boot.c, `config_defaults_load_from_file`: of lines with the same key the
/// last counts.
package struct LoaderConfiguration: Sendable, Equatable {
    private var kept: KeptLines

    package init(parsing source: SourceText) { kept = KeptLines(source.bytes) }

    package init() { kept = KeptLines([]) }

    package var bytes: [UInt8] { kept.bytes }
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The entry that starts by itself: a shell pattern over ``LoaderEntryFileName/identifier``; the EFI variable
    /// LoaderEntryDefault goes before it.
    ///
    /// `@saved` stands for the last one that was chosen. `nil` takes the first of the menu that is not bad.
    package var standard: String? {
        get { self["default"] }
        set { self["default"] = newValue }
    }

    /// Seconds that the menu is shown, or `menu-force`, `menu-hidden`, `menu-disabled`.
    package var timeout: String? {
        get { self["timeout"] }
        set { self["timeout"] = newValue }
    }

    /// Whether options may be edited in the menu; `nil` when the file does not say, which means yes, or is not understood.
    package var editor: Bool? {
        self["editor"].flatMap { Self.booleans[$0] }
    }

    /// The value of the last line of a key.
    ///
    /// Setting changes that line, or adds one at the end; `nil` takes out all of them.
    package subscript(key: String) -> String? {
        get {
            kept.lines.reversed().lazy.compactMap { LoaderLine($0) }.first { $0.key == key }?.value
        }
        set {
            let places = kept.lines.indices.filter { LoaderLine(kept.lines[$0])?.key == key }
            guard let newValue else {
                for place in places.reversed() { kept.lines.remove(at: place) }
                if kept.lines.isEmpty { kept.endsWithNewline = false }
                return
            }
            guard newValue != self[key] else { return }
            let line = Array(LoaderLine.written(key, newValue).utf8)[...]
            if let last = places.last {
                kept.lines[last] = kept.lines[last].last == UInt8(ascii: "\r") ? line + [UInt8(ascii: "\r")] : line
            } else {
                kept.lines.append(line)
                kept.endsWithNewline = true
            }
        }
    }

    private static let booleans: [String: Bool] = [
        "1": true, "yes": true, "y": true, "true": true, "t": true, "on": true,
        "0": false, "no": false, "n": false, "false": false, "f": false, "off": false,
    ]
}
