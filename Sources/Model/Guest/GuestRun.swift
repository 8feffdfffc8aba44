/// What `prepare` fixed for one run, in `/run/reeve/guests/NAME.json`: what stops and settles the guest obeys this, so
/// that a file edited or broken meanwhile cannot leave it without a stop.
package struct GuestRun: Sendable, Equatable, Codable {
    /// What is fixed for a boot of the install recipe.
    package struct Install: Sendable, Equatable, Codable {
        package var rule: InstallRule
        /// The disk that is looked at when the rule asks to verify it.
        package var disk: HostPath?
        /// What that disk began with before the first boot of the installation, as SHA-256.
        package var head: String?

        package init(rule: InstallRule, disk: HostPath? = nil, head: String? = nil) {
            self.rule = rule
            self.disk = disk
            self.head = head
        }
    }

    package var version = 1
    package var uuid: GuestUUID
    package var ready: GuestReadiness
    package var stop: GuestStop
    package var restart: GuestRestart.Mode
    package var actions: GuestEndActions
    package var recipe: RecipeKind
    /// How the end of the installer is judged; `nil` when none was booted.
    package var install: Install?
    /// Whether the domain was there already, so that xl is not to make one.
    package var adopted: Bool
    /// Whether the domain is made of the guest's saved memory.
    package var restores = false
    /// Whether Reeve itself stopped the domain, to save it or before it lets a restored one go.
    package var isFrozen = false
    /// How the stop that comes is to go; `nil`: as the policy says.
    package var stopOrder: StopOrder?
    /// Why the guest was not saved, or not migrated, when somebody asked for it, so that it runs on: a clause.
    package var unsaved: String?
    /// The same once the guest is watched again, for whoever asked for it: a stop that is broken off says nothing.
    package var stayed: String?
    /// Whether `wait` was through with it: from then on systemd sends its stop signal only in a stop.
    package var isUp = false
    /// The console log's size before the guest was started.
    package var consoleOffset: Int64
    /// What the console log was then, to see that it was replaced.
    package var consoleInode: UInt64
    /// Where the log of all hotplug scripts ended before the guest was started.
    package var hotplugLog = LogPosition()
    /// Why `wait` gave the guest up: known before systemd stops what is left of it.
    package var failure: String?

    /// A place in a log, and which file that was.
    package struct LogPosition: Sendable, Equatable, Codable {
        package var offset: Int64
        package var inode: UInt64

        package init(offset: Int64 = 0, inode: UInt64 = 0) {
            self.offset = offset
            self.inode = inode
        }
    }

    /// Takes a file of an older Reeve too: a package may be upgraded while guests run.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        version = try values.decode(Int.self, forKey: .version)
        uuid = try values.decode(GuestUUID.self, forKey: .uuid)
        ready = try values.decodeIfPresent(GuestReadiness.self, forKey: .ready) ?? GuestReadiness()
        stop = try values.decodeIfPresent(GuestStop.self, forKey: .stop) ?? GuestStop()
        restart = try values.decodeIfPresent(GuestRestart.Mode.self, forKey: .restart) ?? .no
        actions = try values.decodeIfPresent(GuestEndActions.self, forKey: .actions) ?? GuestEndActions()
        recipe = try values.decodeIfPresent(RecipeKind.self, forKey: .recipe) ?? .steady
        install = try values.decodeIfPresent(Install.self, forKey: .install)
        adopted = try values.decodeIfPresent(Bool.self, forKey: .adopted) ?? false
        restores = try values.decodeIfPresent(Bool.self, forKey: .restores) ?? false
        isFrozen = try values.decodeIfPresent(Bool.self, forKey: .isFrozen) ?? false
        stopOrder = try values.decodeIfPresent(StopOrder.self, forKey: .stopOrder)
        unsaved = try values.decodeIfPresent(String.self, forKey: .unsaved)
        stayed = try values.decodeIfPresent(String.self, forKey: .stayed)
        isUp = try values.decodeIfPresent(Bool.self, forKey: .isUp) ?? false
        consoleOffset = try values.decodeIfPresent(Int64.self, forKey: .consoleOffset) ?? 0
        consoleInode = try values.decodeIfPresent(UInt64.self, forKey: .consoleInode) ?? 0
        hotplugLog = try values.decodeIfPresent(LogPosition.self, forKey: .hotplugLog) ?? LogPosition()
        failure = try values.decodeIfPresent(String.self, forKey: .failure)
    }

    package init(
        uuid: GuestUUID, ready: GuestReadiness, stop: GuestStop, restart: GuestRestart.Mode, actions: GuestEndActions,
        recipe: RecipeKind = .steady, install: Install? = nil, adopted: Bool = false, consoleOffset: Int64 = 0,
        consoleInode: UInt64 = 0
    ) {
        self.uuid = uuid
        self.ready = ready
        self.stop = stop
        self.restart = restart
        self.actions = actions
        self.recipe = recipe
        self.install = install
        self.adopted = adopted
        self.consoleOffset = consoleOffset
        self.consoleInode = consoleInode
    }
}
