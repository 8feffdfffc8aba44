import Formats

/// One boot into an entry that has to show that it works; without that the host goes back to the good one by itself.
///
/// ```
///            reeve boot try            the next boot is it           all is well in time
///   (none) ────────────────► armed ──────────────────────► running ──────────────────────► good
///                              │                              │ not well: the reasons go to disk, then a reset
///                              │ the next boot                │ hung, panicked, power lost: a reset, or nothing
///                              │ is another                   ▼
///                              └────────────────────────►  failed    the boot after it is the good entry
/// ```
/// The loader takes the trial out of its own memory *before* it boots it, so the way back needs nobody's help.
package struct BootTrial: Sendable, Equatable {
    package enum Phase: Sendable, Equatable {
        /// Set up in this boot, which is still another entry's.
        case armed(boot: String)
        /// The entry runs, in this boot.
        case running(boot: String)
        /// It ran in this boot and was found wanting.
        case failed(boot: String, reasons: [String])
    }

    package var entry: BootEntryID
    /// The entry that comes back.
    package var fallback: BootEntryID
    /// How long it may take from its boot until all is well, in seconds.
    package var limit: Int
    /// The guests that ran when it was set up, and have to run again.
    package var guests: [GuestName]
    package var phase: Phase

    package init(
        entry: BootEntryID, fallback: BootEntryID, limit: Int, guests: [GuestName] = [], phase: Phase
    ) {
        self.entry = entry
        self.fallback = fallback
        self.limit = limit
        self.guests = guests
        self.phase = phase
    }
}

/// What a boot means for a trial.
package enum BootJudgement: Sendable, Equatable {
    /// There is no trial, or it waits for the next boot.
    case nothing
    /// This boot is the trial: it is to be watched.
    case onTrial
    /// It was watched, and did not show that all is well: it has to end.
    case hasFailed(reasons: [String])
    /// The trial is over: this boot is another entry's. What is known of why.
    case cameBack(reasons: [String])
}

extension BootTrial {
    /// The kernel's number of the boot that it was, when it came as far as to be seen.
    package var seenBoot: String? {
        switch phase {
        case .armed: nil
        case .running(let boot), .failed(let boot, _): boot
        }
    }

    /// The word on the kernel's command line that says when the trial is over.
    package var mark: String { "\(Self.mark)\(deadline)" }

    /// ``deadline`` as the command line of a boot on trial tells it; `nil` in any other boot.
    package static func deadline(in words: some Sequence<Substring>) -> Int? {
        words.compactMap { $0.hasPrefix(mark) ? Int($0.dropFirst(mark.count)) : nil }.last
    }

    private static let mark = "reeve.trial="

    /// What makes Xen end a boot that hangs, where its words do not say otherwise.
    static func xenWords(_ words: [String]) -> [String] {
        words.contains { XenCommandLine.option(of: $0) == "watchdog" } ? words : words + ["watchdog"]
    }

    /// What makes the kernel end a boot that panics, and marks the trial for who watches it.
    func kernelWords(_ words: [String]) -> [String] {
        words + (words.contains { $0.hasPrefix("panic=") } ? [] : ["panic=10"]) + [mark]
    }

    /// When Xen's watchdog ends the boot, in seconds from its start: late enough for a host that finds the trial wanting
    /// to go down in order.
    package var deadline: Int { limit + max(60, min(300, limit)) }

    /// Decides from the kernel's `boot_id` and the entry that it was booted as; `nil` where it is none of Reeve's.
    package func judgement(boot: String, entry booted: BootEntryID?) -> BootJudgement {
        switch phase {
        case .armed(boot): return .nothing
        case .armed:
            guard booted != entry else { return .onTrial }
            return .cameBack(reasons: ["it did not come up as far as a system that could say why"])
        case .running(boot): return .onTrial
        case .running:
            // Booted again by hand it is no trial, since nothing would bring the host back.
            return .cameBack(reasons: ["it came up, and was gone before it had shown that all is well"])
        case .failed(boot, let reasons): return .hasFailed(reasons: reasons)
        case .failed(_, let reasons): return .cameBack(reasons: reasons)
        }
    }
}

/// Why an entry is not to be trusted.
package struct BootFailure: Sendable, Equatable {
    /// When it was found, in seconds since 1970 (UTC).
    package var time: Int
    package var reasons: [String]
    /// The last that its kernel or its journal said, as far as that was kept; text of unknown origin.
    package var lastLines: [String]

    package init(time: Int, reasons: [String], lastLines: [String] = []) {
        self.time = time
        self.reasons = reasons
        self.lastLines = lastLines
    }
}
