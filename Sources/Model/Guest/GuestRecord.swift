/// What is kept of a guest between its runs, in `/var/lib/reeve/guests/NAME.json`.
package struct GuestRecord: Sendable, Equatable, Codable {
    /// A run that was begun: present until its ending is recorded.
    package struct Run: Sendable, Equatable, Codable {
        /// Seconds since 1970.
        package var at: Int64
        package var bootID: String
        package var recipe: RecipeKind

        package init(at: Int64, bootID: String, recipe: RecipeKind = .steady) {
            self.at = at
            self.bootID = bootID
            self.recipe = recipe
        }

        /// Takes what a Reeve wrote that knew one recipe only.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            at = try values.decode(Int64.self, forKey: .at)
            bootID = try values.decode(String.self, forKey: .bootID)
            recipe = try values.decodeIfPresent(RecipeKind.self, forKey: .recipe) ?? .steady
        }
    }

    /// Of the format; another number is not read.
    package var version = 1
    package var uuid: GuestUUID
    package var run: Run?
    package var ending: GuestEnding?
    /// How many runs in a row crashed or did not start.
    package var failures = 0
    /// The permission for one boot of another recipe than the steady one, until it is used.
    package var order: GuestOrder?
    /// `nil` for a guest that nobody ever ordered to be installed.
    package var install: InstallState?
    /// Its saved memory, as long as that is good.
    package var saved: SavedImage?
    /// Where it is at home, or on its way to; `nil` for one that was never migrated.
    package var move: GuestMove?

    package init(
        uuid: GuestUUID, run: Run? = nil, ending: GuestEnding? = nil, failures: Int = 0, order: GuestOrder? = nil,
        install: InstallState? = nil, saved: SavedImage? = nil, move: GuestMove? = nil
    ) {
        self.uuid = uuid
        self.run = run
        self.ending = ending
        self.failures = failures
        self.order = order
        self.install = install
        self.saved = saved
        self.move = move
    }

    /// Stands in for a record that cannot be read, so that what is known of a run that goes on is not lost.
    package init(replacingUnreadable run: GuestRun) {
        self.init(uuid: run.uuid)
        if run.install != nil { install = InstallState(.installing, attempt: 1, at: 0) }
    }

    /// The record after a run was begun; a run of another boot that never ended was interrupted.
    ///
    /// A steady run uses up every order, and makes an installed guest a steady one. A run by another recipe has an order,
    /// if only its own: ``taking(at:)`` uses that up.
    package func beginning(_ recipe: RecipeKind, uuid: GuestUUID, at: Int64, bootID: String) -> GuestRecord {
        var next = self
        if let run, run.bootID != bootID {
            next.ending = GuestEnding(.interrupted, at: run.at, bootID: run.bootID)
        }
        next.uuid = uuid
        next.run = Run(at: at, bootID: bootID, recipe: recipe)
        switch recipe {
        case .steady:
            next.order = nil
            if install?.phase == .installed { next.install?.enter(.steady, at: at) }
        case .install, .once:
            if order?.bootID != bootID { next.order = GuestOrder(at: at, bootID: bootID) }
        }
        return next
    }

    /// The record after a domain that runs was adopted: what is known of its run stays.
    package func adopting(uuid: GuestUUID, at: Int64, bootID: String) -> GuestRecord {
        run?.bootID == bootID ? self : beginning(.steady, uuid: uuid, at: at, bootID: bootID)
    }

    /// The record after an ending.
    ///
    /// An installer that was begun and ended with nobody to judge it was interrupted: whatever is not known to be a success
    /// is none.
    package func ended(_ ending: GuestEnding, as outcome: InstallOutcome? = nil) -> GuestRecord {
        var next = self
        next.run = nil
        next.ending = ending
        switch ending.kind {
        case .crashed, .watchdog, .startFailed: next.failures += 1
        case .poweredOff, .rebooted, .suspended, .stopped, .destroyed, .saved, .migrated, .vanished, .interrupted:
            next.failures = 0
        }
        guard order == nil, install?.phase == .installing else { return next }
        return next.judged(outcome ?? .interrupted(ending.sentence), at: ending.at, bootID: ending.bootID)
    }
}
