package import Model

/// Reads what a guest's unit said.
package struct UnitJournal: Sendable {
    private let runner: any CommandRunner

    package init(runner: any CommandRunner) {
        self.runner = runner
    }

    /// The last lines of the unit's last run; none when the journal cannot be read.
    package func lastRun(of name: GuestName, lines: Int) async -> [String] {
        let show = Command("systemctl", "show", "--property=InvocationID", "--value", "--", name.unit)
        // try?: the journal only adds to what was said already.
        guard let id = try? await runner.output(of: show, timeout: .seconds(30)) else { return [] }
        let invocation = String(decoding: id.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard invocation.utf8.count == 32 else { return [] }
        let command = Command(
            "journalctl", "--no-pager", "--quiet", "--output=cat", "--lines=\(lines)",
            "_SYSTEMD_INVOCATION_ID=\(invocation)", "+", "INVOCATION_ID=\(invocation)")
        guard let output = try? await runner.output(of: command, timeout: .seconds(30)) else { return [] }
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
