import Formats

/// Renders udev rules files without what is left of Xen's old rules.
///
/// Upstream took its rules away in 4.6: hotplug scripts are run by libxl, device nodes are named by the kernel, and
/// `NAME=` of anything but a network interface is refused by udev.
enum DeviceRulesRenderer {
    static func render(_ facts: Facts) -> Rendering {
        var rendering = Rendering()
        for file in facts.deviceRules {
            let (kept, dead, isMarked) = cleaned(file.content)
            guard dead > 0 || isMarked else { continue }
            let place = file.path.string.hasPrefix("/etc/") ? file.path : directory / file.path.name
            let why = "\(file.path) has rules for Xen that do nothing since 4.6"
            // In /etc the file is the admin's own: its lines are only made comments.
            let isEmpty = !kept.contains { isLive($0) } && place != file.path
            let content = kept.joined(separator: [UInt8(ascii: "\n")])
            rendering.tree[place] = DesiredNode(
                isEmpty ? .symlink(target: "/dev/null") : .file(content: Array(content), mode: 0o644), why: why)
        }
        return rendering
    }

    /// Whether a line of a rules file is one of those.
    static func isDead(_ line: String) -> Bool {
        guard !line.hasPrefix("#") else { return false }
        let items = line.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
        let namesNode = items.contains { $0.hasPrefix("NAME=\"xen/") || $0.hasPrefix("NAME:=\"xen/") }
        let isBackend = items.contains {
            $0.hasPrefix("SUBSYSTEM==\"xen-backend\"") || $0.hasPrefix("SUBSYSTEMS==\"xen\"")
        }
        let runsScript = items.contains { $0.hasPrefix("RUN") && $0.contains("/xen/scripts/") }
        let isTap = items.contains { $0.hasPrefix("SUBSYSTEM==\"blktap") || $0.hasPrefix("KERNEL==\"blktap") }
        return namesNode || isTap || (isBackend || items.contains { $0.hasPrefix("SUBSYSTEM==\"net\"") }) && runsScript
    }

    private static let directory: HostPath = "/etc/udev/rules.d"
    private static let mark = "# reeve: does nothing any more: "

    /// The lines with dead ones made comments, how many were dead, and whether any had been made a comment before.
    private static func cleaned(_ content: [UInt8]) -> (lines: [[UInt8]], dead: Int, isMarked: Bool) {
        var dead = 0
        var isMarked = false
        var continues = false
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            line -> [UInt8] in
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix(mark) { isMarked = true }
            // A rule that goes on in the next line is left alone: half a rule must not stay.
            defer { continues = text.hasSuffix("\\") }
            guard !continues, !text.hasSuffix("\\"), isDead(text) else { return Array(line) }
            dead += 1
            return Array(mark.utf8) + line
        }
        return (lines, dead, isMarked)
    }

    private static func isLive(_ line: [UInt8]) -> Bool {
        let rest = line.drop { $0 == 0x20 || $0 == 0x09 }
        return !rest.isEmpty && rest.first != UInt8(ascii: "#")
    }
}
