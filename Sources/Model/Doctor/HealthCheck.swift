/// One thing that `reeve doctor` looks at: a row of the table that the program and its manual share.
package struct HealthCheck: Sendable {
    /// The name that stands before each finding; stable, for it is what programs look for in the JSON.
    package let id: String
    /// What is looked at, as a clause.
    package let subject: String
    /// What comes of it where something is found; one sentence without a full stop.
    package let why: String
    /// Pure; an empty result is a clean bill.
    package let look: @Sendable (HealthFacts) throws(Hidden) -> [Observation]

    init(
        _ id: String, _ subject: String, why: String,
        look: @escaping @Sendable (HealthFacts) throws(Hidden) -> [Observation]
    ) {
        self.id = id
        self.subject = subject
        self.why = why
        self.look = look
    }

    /// Every check, in the order in which findings of the same severity are told: one line for each family.
    package static let all: [HealthCheck] =
        toolstack + boot + system + keeping + guests + sharing + network
        + memory + daemons + modules + kernel + grub + packages
}
