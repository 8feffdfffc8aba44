/// The `.treeinfo` of an install tree of the Fedora family or of openSUSE.
///
/// Source: productmd's treeinfo format, 1.0 to 1.2: an INI file with `[general]` or `[release]`, `[checksums]` and an
/// `[images-…]` for each platform.
package struct TreeInfo: Sendable, Equatable {
    private let sections: [String: [String: String]]

    package init(parsing bytes: [UInt8]) {
        var sections: [String: [String: String]] = [:]
        var section = ""
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = line.trimmingBlanks.text
            if text.hasPrefix("["), text.hasSuffix("]") {
                section = String(text.dropFirst().dropLast())
            } else if !text.hasPrefix("#"), !text.hasPrefix(";"), let sign = text.firstIndex(of: "=") {
                let key = Array(text[..<sign].utf8)[...].trimmingBlanks.text
                sections[section, default: [:]][key] =
                    Array(text[text.index(after: sign)...].utf8)[...].trimmingBlanks.text
            }
        }
        self.sections = sections
    }

    /// As in `Fedora`.
    package var family: String? { sections["general"]?["family"] ?? sections["release"]?["name"] }
    /// As in `42`.
    package var version: String? { sections["general"]?["version"] ?? sections["release"]?["version"] }
    /// As in `x86_64`.
    package var architecture: String? { sections["general"]?["arch"] ?? sections["tree"]?["arch"] }

    /// The paths of kernel and initial RAM disk for a platform, as `xen` or `x86_64`.
    package func images(for platform: String) -> (kernel: String, ramdisk: String)? {
        guard let images = sections["images-\(platform)"],
            let kernel = images["kernel"].flatMap(ChecksumList.path),
            let ramdisk = images["initrd"].flatMap(ChecksumList.path)
        else { return nil }
        return (kernel, ramdisk)
    }

    /// As in a ``ChecksumList``; digests that are not SHA-256 count as none.
    package func digest(of path: String) -> String? {
        guard let written = sections["checksums"]?[path], written.hasPrefix("sha256:") else { return nil }
        return ChecksumList.digest(written.dropFirst("sha256:".count))
    }
}
