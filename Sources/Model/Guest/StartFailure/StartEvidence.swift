import Formats

/// What a start that failed left behind: lines, in the order in which they were written, fit to be shown.
package struct StartEvidence: Sendable, Equatable {
    /// Where a line was written.
    package enum Source: String, Sendable, CaseIterable {
        /// The standard error of xl, as the unit's journal has it.
        case xl
        /// `/var/log/xen/xen-hotplug.log`: the standard error of hotplug scripts, of all guests.
        case hotplug
        /// `/var/log/xen/bootloader.N.log`
        case bootLoader = "bootloader"
        /// `/var/log/xen/qemu-dm-NAME.log`
        case deviceModel = "qemu"
        /// Nodes below `error` that a kernel's side of a device wrote to the store.
        case store
    }

    /// Of each source at most ``most`` lines, the last.
    package private(set) var lines: [Source: [String]] = [:]

    package static let most = 200
    private static let longest = 400

    package init() {}

    /// Adds what a log holds; bytes that are not for a terminal are escaped.
    package mutating func add(_ bytes: [UInt8], from source: Source) {
        let texts = bytes.split(separator: UInt8(ascii: "\n")).suffix(Self.most).map {
            ShownText.escaped($0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0, limit: Self.longest)
        }
        let shown = texts.filter { $0.contains { $0 != " " } }
        lines[source] = Array(((lines[source] ?? []) + shown).suffix(Self.most))
    }

    /// Domains that xl speaks of, the last first: of a guest that rebooted there was more than one.
    package var domids: [Int] {
        (lines[.xl] ?? []).reversed().compactMap(XLMessage.domid).reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }
    }

    /// What went wrong in xl's own words; `nil` when it complains of nothing.
    ///
    /// What a hotplug script wrote says more than that it failed.
    package var complaint: String? {
        let messages = (lines[.xl] ?? []).filter(XLMessage.isComplaint).map(XLMessage.text)
        return messages.first { $0.hasPrefix("script: ") }.map { String($0.dropFirst("script: ".count)) }
            ?? messages.first
    }

    /// Whether xl says that a hotplug script failed: only then is the log of all guests' scripts about this one.
    var hasFailedScript: Bool {
        (lines[.xl] ?? []).contains { line in
            ["script: ", "exited with error status", "because of timeout"].contains { line.contains($0) }
        }
    }

    /// The lines that count, each without the marks of who wrote it.
    func messages(from source: Source) -> [String] {
        guard source != .hotplug || hasFailedScript else { return [] }
        return (lines[source] ?? []).map(XLMessage.text)
    }
}
