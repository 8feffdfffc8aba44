import Formats

/// `/etc/xen/scripts/hotplugpath.sh`: where hotplug scripts find the programs of a toolstack.
///
/// Debian installs the scripts once, for the newest Xen. Source: Xen config/Paths.mk.in, tools/hotplug/Linux.
package enum HotplugPaths {
    package static let file: HostPath = "/etc/xen/scripts/hotplugpath.sh"

    /// The directory of programs that the scripts look in.
    package static func libexec(in content: [UInt8]) -> HostPath? { path("LIBEXEC_BIN", in: content) }

    /// All directories of a toolstack that the scripts look in, before those of the system.
    package static func programs(in content: [UInt8]) -> [HostPath] {
        ["bindir", "sbindir", "LIBEXEC_BIN"].compactMap { path($0, in: content) }
    }

    /// Where the scripts write their log.
    package static func logs(in content: [UInt8]) -> HostPath? { path("XEN_LOG_DIR", in: content) }

    private static func path(_ name: String, in content: [UInt8]) -> HostPath? {
        ShellAssignments(parsing: SourceText(name: file.string, bytes: content))
            .value(of: name).flatMap { HostPath($0.text) }
    }

    /// The same file for programs in `libexec`; lines that are not about them stay as they are.
    package static func rewritten(_ content: [UInt8], libexec: HostPath) -> [UInt8] {
        let places = [
            "LIBEXEC": libexec.parent, "LIBEXEC_BIN": libexec, "XENFIRMWAREDIR": libexec.parent / "boot",
        ]
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return Array(
            lines.map { line -> [UInt8] in
                let name = String(decoding: line.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
                return places[name].map { Array("\(name)=\"\($0)\"".utf8) } ?? Array(line)
            }.joined(separator: [UInt8(ascii: "\n")]))
    }
}
