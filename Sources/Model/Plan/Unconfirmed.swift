/// An apply or a rollback that is taken back unless somebody confirms it in time.
///
/// ```
/// record on disk → transaction → limit set anew → confirmed: the record goes
///                                                → limit passed, or the host was rebooted: taken back, the record goes
/// ```
package struct Unconfirmed: Sendable, Equatable {
    /// The generation that the transaction makes.
    package var generation: Int
    /// The one that comes back; 0 is what stood before Reeve.
    package var previous: Int
    /// When it began, in seconds since 1970 (UTC), for people.
    package var time: Int
    /// The boot in which the limit is counted; `boot_id` of the kernel.
    package var boot: String
    /// The limit, in seconds since that boot, suspended time included.
    package var deadline: Int

    package init(generation: Int, previous: Int, time: Int, boot: String, deadline: Int) {
        self.generation = generation
        self.previous = previous
        self.time = time
        self.boot = boot
        self.deadline = deadline
    }

    /// Seconds left, `nil` when it has to be taken back now: the limit has passed, or the boot is another.
    package func secondsLeft(boot: String, now: Int) -> Int? {
        boot == self.boot && now < deadline ? deadline - now : nil
    }

    /// What stands when the transaction came to nothing, or was taken back by itself.
    package func isUntouched(current: Int, isUnfinished: Bool) -> Bool {
        current == previous && !isUnfinished
    }
}

// MARK: - As a record

extension Unconfirmed {
    /// One sealed line.
    package var text: String {
        Record.sealed(["unconfirmed", "1", "\(generation)", "\(previous)", "\(time)", boot, "\(deadline)"]) + "\n"
    }

    /// `nil` for what ``text`` never is.
    package init?(parsing text: some StringProtocol) {
        guard text.last == "\n", let words = Record.opened(text.dropLast()), words.count == 7,
            words[0] == "unconfirmed",
            words[1] == "1", let generation = Int(words[2]), let previous = Int(words[3]), let time = Int(words[4]),
            let deadline = Int(words[6])
        else { return nil }
        self.init(generation: generation, previous: previous, time: time, boot: words[5], deadline: deadline)
    }
}
