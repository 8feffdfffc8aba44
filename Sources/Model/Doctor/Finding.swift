package import Formats

/// One thing that is wrong with the host, or will be: what was seen, why it matters, and what mends it.
package struct Finding: Sendable, Equatable {
    /// The name of the check that found it, as ``HealthCheck/id``.
    package var id: String
    /// An error does not work, or will not after the next boot; a warning will bite one day; a note is good to know.
    package var severity: Diagnostic.Severity
    /// One clause with the values that were seen, lower case, no full stop.
    package var seen: String
    /// What comes of it; one sentence without a full stop.
    package var why: String
    /// What to do, in words.
    package var remedy: String
    /// The command line that does it; `nil` when it takes a person.
    package var command: String?

    package init(
        id: String, _ severity: Diagnostic.Severity, seen: String, why: String, remedy: String, command: String? = nil
    ) {
        self.id = id
        self.severity = severity
        self.seen = seen
        self.why = why
        self.remedy = remedy
        self.command = command
    }
}

/// What a check has seen, before the check's own name and reason are put to it.
package struct Observation: Sendable, Equatable {
    package var severity: Diagnostic.Severity
    package var seen: String
    /// `nil` where the check's own reason says it.
    package var why: String?
    package var remedy: String
    package var command: String?

    package init(
        _ severity: Diagnostic.Severity, seen: String, why: String? = nil, remedy: String, command: String? = nil
    ) {
        self.severity = severity
        self.seen = seen
        self.why = why
        self.remedy = remedy
        self.command = command
    }
}
