import Formats

/// Renders udev rules files without what is left of Xen's old rules.
///
/// Upstream took its rules away in 4.6: hotplug scripts are run by libxl, device nodes are named by the kernel, and
/// `NAME=` of anything but a network interface is refused by udev.
enum DeviceRulesRenderer {
    static func render(_ facts: Facts) -> Rendering {
        var rendering = Rendering()
        for file in facts.deviceRules {
            let rules = UdevRules(parsing: SourceText(name: file.path.string, bytes: file.content))
            guard !rules.deadXenRules.isEmpty || file.content.contains(Array(mark.utf8)) else { continue }
            let cleaned = rules.commentingOut(mark: mark, where: \.isDeadXenRule)
            // In /etc the file is the admin's own: its lines are only made comments.
            let isOwn = file.path.string.hasPrefix("/etc/")
            let place = isOwn ? file.path : directory / file.path.name
            rendering.tree[place] = DesiredNode(
                cleaned.rules.isEmpty && !isOwn
                    ? .symlink(target: "/dev/null") : .file(content: cleaned.bytes, mode: 0o644),
                why: "\(file.path) has rules for Xen that do nothing since 4.6")
        }
        return rendering
    }

    private static let directory: HostPath = "/etc/udev/rules.d"
    private static let mark = "# reeve: does nothing any more: "
}
