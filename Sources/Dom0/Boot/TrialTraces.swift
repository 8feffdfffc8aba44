import Formats
import Glibc
import Model
import SystemPackage

/// What is left of a trial's console: the messages that its kernel saved when it panicked, else the end of its journal.
struct TrialTraces {
    private let host: Host

    init(_ host: Host) {
        self.host = host
    }

    private static let count = 8
    private static let width = 160

    /// The last lines, oldest first; none when nothing was kept.
    func lastLines(of trial: BootTrial) async -> [String] {
        let saved = savedByKernel
        let lines = saved.isEmpty ? await journal(of: trial) : saved
        return lines.suffix(Self.count).map { ShownText.escaped(Array($0.utf8), limit: Self.width) }
    }

    /// Of those that are newer than the trial's record: systemd moves them out of the firmware's variables at boot.
    ///
    /// Source: systemd-pstore.service(8); Linux Documentation/admin-guide/pstore-blk.rst, "dmesg-".
    private var savedByKernel: [String] {
        guard let begun = host.root.changed(BookFile.path) else { return [] }
        let archive: HostPath = "/var/lib/systemd/pstore"
        let directories = ["/sys/fs/pstore"] + [archive] + host.root.names(in: archive).map { archive / $0 }
        let files = directories.flatMap { directory in
            host.root.names(in: directory).filter { $0.hasPrefix("dmesg") }.map { directory / $0 }
        }.filter { host.root.isFile($0) && (host.root.changed($0) ?? 0) >= begun }
        // The part that was saved last has the end: parts count from it.
        guard let newest = files.max(by: { (host.root.changed($0) ?? 0, $1) < (host.root.changed($1) ?? 0, $0) }) else {
            return []
        }
        return Self.lines(host.root.content(newest, limit: 1 << 18) ?? []).filter { !$0.hasPrefix("Panic#") }
    }

    private func journal(of trial: BootTrial) async -> [String] {
        guard let boot = trial.seenBoot else { return [] }
        let number = boot.filter { $0 != "-" }
        guard number.utf8.count == 32 else { return [] }
        let command = Command(
            "journalctl", "--no-pager", "--quiet", "--output=short-monotonic", "--priority=warning",
            "--lines=\(Self.count)", "--boot=\(number)")
        // try?: the journal of that boot may never have come to the disk; it only adds to what was said already.
        return Self.lines((try? await host.runner.output(of: command, timeout: .seconds(30))) ?? [])
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
