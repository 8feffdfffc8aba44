import Formats
import Model

/// Reads Xen's command line where xen.efi is started by the firmware or by systemd-boot, and has a file of its own.
///
/// Source: Xen docs/misc/efi.pandoc; xen/common/efi/boot.c.
struct FirmwareReader {
    let root: Root

    /// The first configuration that has options, on the places where the ESP is mounted.
    func settings() -> Facts.Firmware? {
        let systems: [HostPath] = ["/boot/efi", "/efi", "/boot"]
        for system in systems {
            let directories = [system, system / "EFI"] + root.names(in: system / "EFI").map { system / "EFI" / $0 }
            for directory in directories {
                let names = root.names(in: directory).filter { $0.hasPrefix("xen") && $0.hasSuffix(".cfg") }
                for file in names.map({ directory / $0 }) {
                    guard let content = root.content(file), let words = Self.options(content) else { continue }
                    return Facts.Firmware(file, words: words)
                }
            }
        }
        return nil
    }

    /// The words of `options=` in the default section; `nil` when there is none.
    ///
    /// Without a `default` the sections do not count, and the first `options` of the file is taken.
    static func options(_ content: [UInt8]) -> [String]? {
        var section = ""
        var found: [(section: String, key: String, value: String)] = []
        for line in String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let line = line.prefix { $0 != "#" }.drop { $0 == " " || $0 == "\t" }
            if line.hasPrefix("[") {
                section = String(line.dropFirst().prefix { $0 != "]" })
            } else if !line.hasPrefix(";"), let equals = line.firstIndex(of: "=") {
                found.append((section, String(line[..<equals]), String(line[line.index(after: equals)...])))
            }
        }
        let chosen = found.first { $0.section == "global" && $0.key == "default" }?.value
        let options = found.first { $0.key == "options" && (chosen == nil || $0.section == chosen) }
        return options?.value.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    }
}
