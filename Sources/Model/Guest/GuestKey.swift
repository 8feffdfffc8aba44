/// A key that Reeve adds to a guest's file: the one table that decodes, suggests and documents them.
package struct GuestKey: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case flag = "0 or 1"
        case text = "string"
        case duration = "seconds, or a string as \"90s\", \"5min\", \"1h\""
        case count = "number"
        case dependencies = "list of guests or systemd units"
        case stopAction = "\"shutdown\" or \"destroy\""
        case restartMode = "\"no\", \"on-crash\" or \"always\""
    }

    package let name: String
    package let kind: Kind
    /// The value when the key is not written, as a person would write it or in words.
    package let fallback: String
    /// What it does: for the manual, one or two sentences.
    package let documentation: String

    package static let all: [GuestKey] = [
        GuestKey(
            "reeve.start.auto", .flag, "0", "Whether the guest starts when the host does."),
        GuestKey(
            "reeve.start.after", .dependencies, "none",
            "Guests or units that are to be up first. They are started with this guest, but it starts even when they fail."
        ),
        GuestKey(
            "reeve.start.requires", .dependencies, "none",
            "Guests or units without which this guest must not run: it starts after them, and stops and restarts with them."
        ),
        GuestKey(
            "reeve.ready.console", .text, "none",
            "The guest is ready when this text appears in its console log. Only one reeve.ready condition may be written; with none, a guest is ready when its devices are connected."
        ),
        GuestKey(
            "reeve.ready.tcp", .text, "none", "The guest is ready when HOST:PORT accepts a connection from dom0."),
        GuestKey(
            "reeve.ready.xenstore", .text, "none",
            "The guest is ready when this path, relative to its own xenstore directory, exists."),
        GuestKey(
            "reeve.ready.timeout", .duration, "120", "How long the guest may take from its creation until it is ready."),
        GuestKey(
            "reeve.stop.action", .stopAction, "the host's stop.action",
            "What stopping the guest means: ask it to shut down, and destroy it when it does not in time; or destroy it at once."
        ),
        GuestKey(
            "reeve.stop.timeout", .duration, "the host's stop.timeout",
            "How long the guest may take to shut down before it is destroyed."),
        GuestKey(
            "reeve.restart", .restartMode,
            "\"no\"; \"on-crash\" when on_crash asks for a restart, \"always\" when on_poweroff does",
            "Whether a guest that ended is started again: never, when it crashed or could not start, or always."),
        GuestKey(
            "reeve.restart.limit", .count, "5", "How many restarts are allowed within reeve.restart.interval."),
        GuestKey("reeve.restart.interval", .duration, "600", "The time in which restarts are counted."),
        GuestKey("reeve.restart.delay", .duration, "5", "How long to wait before a restart."),
    ]

    private init(_ name: String, _ kind: Kind, _ fallback: String, _ documentation: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.documentation = documentation
    }
}
