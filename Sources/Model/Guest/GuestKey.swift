import Formats

/// A key that Reeve adds to a guest's file: the one table that decodes, suggests and documents them.
package struct GuestKey: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case flag = "0 or 1"
        case text = "string"
        case duration = "seconds, or a string as \"90s\", \"5min\", \"1h\""
        case count = "number"
        case dependencies = "list of guests or systemd units"
        case stopAction = "\"shutdown\", \"save\", \"migrate\" or \"destroy\""
        case host = "a host, as ssh takes it"
        case restartMode = "\"no\", \"on-crash\" or \"always\""
        case keys = "list of keys of xl.cfg(5)"
        case completion = "\"reboot\", \"poweroff\", \"marker\", \"verify\" or \"manual\""
        case sequel = "\"start\" or \"stay-off\""
        case interruption = "\"hold\" or \"reinstall\""
        case shutdown = "\"refuse\", \"wait\" or \"abort\""
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
            "What stopping the guest means: ask it to shut down, and destroy it when it does not in time; or save its memory below /var/lib/reeve/images, from where the next start lets it go on, and shut it down when that does not come about in time; or, when the host goes down, migrate it to reeve.stop.to, and shut it down when that does not come about in time or somebody else stops it; or destroy it at once."
        ),
        GuestKey(
            "reeve.stop.to", .host, "none",
            "Where the stop action migrate sends the guest: a host that Reeve keeps, which root gets to by ssh without a password."
        ),
        GuestKey(
            "reeve.stop.timeout", .duration, "the host's stop.timeout",
            "How long the guest may take to shut down before it is destroyed, and to be saved or migrated before it is shut down instead."
        ),
        GuestKey(
            "reeve.storage.shared", .flag, "0",
            "Your word that the guest's disks are the same storage, under the same paths, on every host that has its file: without it no guest with a disk to write to comes to this host by migration. Reeve cannot know it: two files of one name and size may be two disks."
        ),
        GuestKey(
            "reeve.restart", .restartMode,
            "\"no\"; \"on-crash\" when on_crash asks for a restart, \"always\" when on_poweroff does",
            "Whether a guest that ended is started again: never, when it crashed or could not start, or always."),
        GuestKey(
            "reeve.restart.limit", .count, "5", "How many restarts are allowed within reeve.restart.interval."),
        GuestKey("reeve.restart.interval", .duration, "600", "The time in which restarts are counted."),
        GuestKey("reeve.restart.delay", .duration, "5", "How long to wait before a restart."),
        GuestKey(
            "reeve.install.without", .keys, "none",
            "Keys of the guest that the installer boots without, as [\"bootloader\"]: with a bootloader, xl ignores a kernel."
        ),
        GuestKey(
            "reeve.install.complete", .completion, "\"reboot\", or \"marker\" when reeve.install.marker is written",
            "What shows that the installation is complete: the installer reboots, or powers off; or, before either, the text of reeve.install.marker appeared on its console; or the first disk that it writes to has a partition table and does not begin as it did before; or only you can tell, by \"reeve guest install NAME --done\". Any other end holds the guest."
        ),
        GuestKey(
            "reeve.install.marker", .text, "none",
            "A text that the installer writes to its console when it is complete, and no sooner."),
        GuestKey(
            "reeve.install.then", .sequel, "\"start\"",
            "What follows a complete installation: the guest is started by its own recipe, or stays off."),
        GuestKey(
            "reeve.install.interrupted", .interruption, "\"hold\"",
            "What the next start does when the installer was interrupted, as by a power cut: it refuses, or begins the installer again. The latter is for installers that take an empty disk and a half-written one alike."
        ),
        GuestKey(
            "reeve.install.shutdown", .shutdown, "\"refuse\"",
            "What a host does that is told to go down while the guest is being installed: it refuses and says why, by an inhibitor lock of systemd-logind (root overrides it by \"systemctl reboot -i\"; before systemd 257 root is asked only with --check-inhibitors=yes); or it waits until the installer has ended, 25 minutes at most; or it stops the guest as any other, which interrupts the installation. A shutdown that is forced stops it in any case."
        ),
        GuestKey(
            "reeve.install.reboots", .count, "none",
            "How many reboots belong to the installation before the one that ends it, as for Windows: the installer's recipe boots again after each."
        ),
    ]

    /// What stands before a key of xl's that the installer is to have otherwise.
    package static let installPrefix = "reeve.install."

    /// The key of xl's whose value for the installer this key gives; `nil` when it is none.
    package static func installed(_ key: String) -> String? {
        guard key.hasPrefix(installPrefix) else { return nil }
        let name = String(key.dropFirst(installPrefix.count))
        return XLKeyTable.guest[name] == nil ? nil : name
    }

    /// Everything that may begin with `reeve.` in a guest's file.
    static let names = all.map(\.name) + XLKeyTable.guest.names.map { installPrefix + $0 }

    private init(_ name: String, _ kind: Kind, _ fallback: String, _ documentation: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.documentation = documentation
    }
}
