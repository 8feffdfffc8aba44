/// What is known of boot entries beside their files: which one is good, which are kept, which have failed, what is tried.
///
/// One file, replaced as a whole: every change from one state to the next is one rename.
package struct BootBook: Sendable, Equatable {
    /// The one that boots when nobody says otherwise; `nil` until one was seen to run.
    package var good: BootEntryID?
    /// The good one before that.
    package var previous: BootEntryID?
    /// Never removed, whatever else happens.
    package var pinned: Set<BootEntryID>
    package var failures: [BootEntryID: BootFailure]
    package var trial: BootTrial?
    /// How a loader with no menu of words booted before it was told to boot ours.
    package var former: Former?

    package struct Former: Sendable, Equatable {
        /// What it booted by itself, which comes back when no entries are kept any more; empty when nothing said so.
        package var standard: String
        /// What Xen and the kernel were told: host.conf adds to it.
        package var xenWords: [String]
        package var kernelWords: [String]
        /// Whether ours was seen in its place: who writes the former one again means it.
        package var isReplaced: Bool

        package init(standard: String, xenWords: [String], kernelWords: [String], isReplaced: Bool = false) {
            self.standard = standard
            self.xenWords = xenWords
            self.kernelWords = kernelWords
            self.isReplaced = isReplaced
        }
    }

    package init(
        good: BootEntryID? = nil, previous: BootEntryID? = nil, pinned: Set<BootEntryID> = [],
        failures: [BootEntryID: BootFailure] = [:], trial: BootTrial? = nil, former: Former? = nil
    ) {
        self.former = former
        self.good = good
        self.previous = previous
        self.pinned = pinned
        self.failures = failures
        self.trial = trial
    }

    /// The trial has shown that it works, or an administrator says so.
    package mutating func promote(_ entry: BootEntryID) {
        if let good, good != entry { previous = good }
        good = entry
        failures[entry] = nil
        trial = nil
    }

    /// The trial has failed, and is over.
    package mutating func endTrial(at time: Int, reasons: [String], lastLines: [String] = []) {
        guard let trial else { return }
        failures[trial.entry] = BootFailure(time: time, reasons: reasons, lastLines: lastLines)
        self.trial = nil
    }

    /// Why an entry must not be removed; `nil` when it may be.
    package func protection(of entry: BootEntryID, booted: BootEntryID?) -> String? {
        if entry == booted { return "this host was booted with it" }
        if entry == good { return "it is the one that boots by itself" }
        if pinned.contains(entry) { return "it is pinned; \"reeve boot pin --off \(entry)\" lets it go" }
        if let trial, trial.entry == entry { return "it is on trial" }
        if let trial, trial.fallback == entry { return "the trial of \(trial.entry) comes back to it" }
        return nil
    }

    /// Forgets what is said of entries that are not there any more.
    package mutating func forget(allBut entries: Set<BootEntryID>) {
        pinned.formIntersection(entries)
        failures = failures.filter { entries.contains($0.key) }
        if let entry = previous, !entries.contains(entry) { previous = nil }
    }
}

// MARK: - As a record

extension BootBook {
    /// Sealed lines.
    package var text: String {
        var lines: [[String]] = [["boot", "1"]]
        if let good { lines.append(["good", good.description]) }
        if let previous { lines.append(["previous", previous.description]) }
        lines += pinned.sorted().map { ["pinned", $0.description] }
        for (entry, failure) in failures.sorted(by: { $0.key < $1.key }) {
            lines.append(["failed", entry.description, "\(failure.time)"] + failure.reasons)
            if !failure.lastLines.isEmpty { lines.append(["last-lines", entry.description] + failure.lastLines) }
        }
        if let trial { lines += trial.lines }
        if let former {
            lines.append(["former", former.standard] + (former.isReplaced ? ["replaced"] : []))
            lines += [["former-xen", ""] + former.xenWords, ["former-linux", ""] + former.kernelWords]
        }
        return Record.text(lines)
    }

    /// `nil` for what ``text`` never is.
    package init?(parsing text: some StringProtocol) {
        self.init()
        guard let lines = Record.lines(text), lines.first == ["boot", "1"] else { return nil }
        for words in lines.dropFirst() {
            guard words.count > 1 else { return nil }
            if ["guests", "phase", "former-xen", "former-linux"].contains(words[0]) { continue }
            if words[0] == "former", words.count == 2 || words.dropFirst(2) == ["replaced"] {
                former = Former(
                    standard: words[1], xenWords: Self.rest("former-xen", lines),
                    kernelWords: Self.rest("former-linux", lines), isReplaced: words.count == 3)
                continue
            }
            guard let entry = BootEntryID(words[1]) else { return nil }
            switch (words[0], words.count) {
            case ("good", 2): good = entry
            case ("previous", 2): previous = entry
            case ("pinned", 2): pinned.insert(entry)
            case ("failed", 3...):
                guard let time = Int(words[2]) else { return nil }
                failures[entry] = BootFailure(time: time, reasons: Array(words.dropFirst(3)))
            case ("last-lines", _): failures[entry]?.lastLines = Array(words.dropFirst(2))
            case ("trial", 4):
                guard let trial = BootTrial(lines) else { return nil }
                self.trial = trial
            default: return nil
            }
        }
    }

    /// The words of a line after its name and an empty one, which there always is.
    private static func rest(_ name: String, _ lines: [[String]]) -> [String] {
        Array((lines.first { $0.first == name } ?? []).dropFirst(2))
    }
}

extension BootTrial {
    fileprivate var lines: [[String]] {
        let phase =
            switch phase {
            case .armed(let boot): ["phase", "armed", boot]
            case .running(let boot): ["phase", "running", boot]
            case .failed(let boot, let reasons): ["phase", "failed", boot] + reasons
            }
        return [
            ["trial", entry.description, fallback.description, "\(limit)"], ["guests", ""] + guests.map(\.text), phase,
        ]
    }

    /// From the lines of a book.
    fileprivate init?(_ lines: [[String]]) {
        func line(_ name: String) -> [String]? { lines.first { $0.first == name } }
        guard let trial = line("trial"), let phase = line("phase"), phase.count > 2, trial.count == 4,
            let entry = BootEntryID(trial[1]), let fallback = BootEntryID(trial[2]), let limit = Int(trial[3])
        else { return nil }
        self.init(
            entry: entry, fallback: fallback, limit: limit,
            guests: (line("guests") ?? []).dropFirst(2).compactMap { GuestName($0) }, phase: .armed(boot: phase[2]))
        switch phase[1] {
        case "armed": break
        case "running": self.phase = .running(boot: phase[2])
        case "failed": self.phase = .failed(boot: phase[2], reasons: Array(phase.dropFirst(3)))
        default: return nil
        }
    }
}
