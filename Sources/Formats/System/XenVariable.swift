/// What the variables of `/etc/default/{xen,xencommons,xendomains}` are, and which of them do anything.
///
/// Source: upstream's sysconfig.xencommons.in, sysconfig.xendomains.in, launch-xenstore.in, the units and xendomains.in;
/// Debian's debian/xen-utils-common.{xen,xendomains}.init (the same on bookworm and trixie).
package struct XenVariable: Sendable, Equatable {
    package enum File: String, Sendable {
        /// Debian's own: the script of `xen.service`.
        case xen
        /// Upstream's.
        case xencommons
        case xendomains
    }

    package enum Kind: Sendable, Equatable {
        case text
        case integer
        case boolean
        case choice([String])
    }

    package let name: String
    package let file: File
    /// What counts when it is not set; `nil` when that was decided when Xen was built.
    package let standard: String?
    package let kind: Kind
    /// What one has to know about it; for one without effect, why.
    package let note: String?
    package let hasEffect: Bool

    package static func all(in file: File) -> [XenVariable] { table.filter { $0.file == file } }

    /// Everything wrong with a file: unknown names, values of the wrong kind, and settings that do nothing.
    package static func diagnose(_ source: SourceText, as file: File) -> [Diagnostic] {
        let known = all(in: file)
        return ShellAssignments(parsing: source).assignments.compactMap { assignment in
            guard let variable = known.first(where: { $0.name == assignment.key }) else {
                let meant = Spelling.nearest(to: assignment.key, among: known.map(\.name))
                return Diagnostic(
                    .warning, file: source.name, span: assignment.span,
                    "nothing reads \"\(assignment.key)\" from this file", key: assignment.key,
                    hint: meant.map { "did you mean \"\($0)\"?" })
            }
            guard variable.hasEffect else {
                let message = "\"\(variable.name)\" has no effect" + (variable.note.map { ": \($0)" } ?? "")
                return Diagnostic(.warning, file: source.name, span: assignment.span, message, key: variable.name)
            }
            guard let wanted = variable.kind.objection(to: assignment.value) else { return nil }
            let message = "\"\(assignment.value.text)\" is not \(wanted)"
            return Diagnostic(.error, file: source.name, span: assignment.value.span, message, key: variable.name)
        }
    }

    private init(
        _ file: File, _ name: String, _ standard: String?, _ kind: Kind = .text, hasEffect: Bool = true,
        note: String? = nil
    ) {
        self.file = file
        self.name = name
        self.standard = standard
        self.kind = kind
        self.hasEffect = hasEffect
        self.note = note
    }

    private static let trace = Kind.choice(["none", "guest", "hv", "all"])
    private static let ignored = "Debian's script does not read it"

    private static let table = [
        XenVariable(.xen, "XENSTORED", nil, note: "changing it takes a reboot"),
        XenVariable(.xen, "XENSTORED_ARGS", ""),
        XenVariable(.xen, "XENCONSOLED_ARGS", ""),
        XenVariable(.xen, "XENCONSOLED_TRACE", "none", trace, hasEffect: false, note: ignored),
        XenVariable(.xen, "XENSTORED_TRACE", "", hasEffect: false, note: ignored),
        XenVariable(.xen, "XEN_DOM0_UUID", nil, hasEffect: false, note: ignored),

        XenVariable(.xencommons, "XENCONSOLED_TRACE", "none", trace),
        XenVariable(.xencommons, "XENCONSOLED_ARGS", ""),
        XenVariable(.xencommons, "XENCONSOLED_LOG_DIR", "/var/log/xen/console"),
        XenVariable(
            .xencommons, "XENSTORETYPE", "daemon", .choice(["daemon", "domain"]), note: "changing it takes a reboot"),
        XenVariable(.xencommons, "XENSTORED", nil, note: "changing it takes a reboot"),
        XenVariable(.xencommons, "XENSTORED_ARGS", ""),
        XenVariable(.xencommons, "XENSTORED_TRACE", "", note: "any value switches the trace on"),
        XenVariable(.xencommons, "XENSTORED_MAX_OPEN_FDS", "unlimited"),
        XenVariable(
            .xencommons, "XENSTORED_OOM_MEM_THRESHOLD", "50", .integer, note: "percent; 100 protects xenstored wholly"),
        XenVariable(.xencommons, "XENSTORE_DOMAIN_KERNEL", nil),
        XenVariable(.xencommons, "XENSTORE_DOMAIN_SIZE", "8", .integer, note: "MiB"),
        XenVariable(
            .xencommons, "XENSTORE_MAX_DOMAIN_SIZE", nil, note: "MiB, a fraction of the host's, or both: 8:1/100"),
        XenVariable(.xencommons, "XENSTORE_DOMAIN_ARGS", ""),
        XenVariable(
            .xencommons, "QEMU_XEN", nil, hasEffect: false, note: "systemd's unit has the path of QEMU built in"),
        XenVariable(.xencommons, "XEN_DOM0_UUID", "00000000-0000-0000-0000-000000000000"),
        XenVariable(.xencommons, "XENWATCHDOGD_ARGS", "30 15"),

        XenVariable(.xendomains, "XENDOMAINS_SYSRQ", "", note: "Debian's script does not read it"),
        XenVariable(
            .xendomains, "XENDOMAINS_USLEEP", "100000", .integer, note: "microseconds; Debian's script does not read it"
        ),
        XenVariable(
            .xendomains, "XENDOMAINS_CREATE_USLEEP", "5000000", .integer,
            note: "microseconds after every guest; Debian's script does not read it"),
        XenVariable(.xendomains, "XENDOMAINS_MIGRATE", ""),
        XenVariable(
            .xendomains, "XENDOMAINS_SAVE", "/var/lib/xen/save", note: "empty: guests are shut down, not saved"),
        XenVariable(.xendomains, "XENDOMAINS_SHUTDOWN", "--wait", note: "Debian's script does not read it"),
        XenVariable(.xendomains, "XENDOMAINS_SHUTDOWN_ALL", "--all --wait", note: "Debian's script does not read it"),
        XenVariable(.xendomains, "XENDOMAINS_RESTORE", "true", .boolean),
        XenVariable(.xendomains, "XENDOMAINS_AUTO", "/etc/xen/auto"),
        XenVariable(
            .xendomains, "XENDOMAINS_AUTO_ONLY", "true", .boolean, note: "Debian's script stops every guest anyway"),
        XenVariable(
            .xendomains, "XENDOMAINS_STOP_MAXWAIT", "300", .integer,
            note: "seconds for each guest; systemd ends the whole stop after 90 seconds, on trixie after 5 minutes"),
    ]
}

extension XenVariable.Kind {
    /// What the value should have been; `nil` when it is, or when only the shell knows.
    fileprivate func objection(to value: ShellValue) -> String? {
        guard !value.isExpanded, !value.text.isEmpty else { return nil }
        switch self {
        case .text: return nil
        case .integer: return value.text.utf8.allSatisfy(\.isDigit) ? nil : "a whole number"
        case .boolean: return ["true", "false"].contains(value.text) ? nil : "true or false"
        case .choice(let words):
            return words.contains(value.text) ? nil : "one of \(words.joined(separator: ", "))"
        }
    }
}
