package import Formats

/// What the host that a guest leaves tells the other one of it.
package struct MigrationOffer: Sendable, Equatable, Codable {
    /// A disk of the guest, as its recipe names it.
    package struct Disk: Sendable, Equatable, Codable {
        package var path: HostPath
        /// In bytes; `nil` where it could not be read.
        package var size: Int64?

        package init(path: HostPath, size: Int64?) {
            self.path = path
            self.size = size
        }
    }

    package var version = 1
    package var token: String
    package var name: GuestName
    package var uuid: GuestUUID
    /// What the host calls itself, for messages.
    package var host: String
    /// Tells the host from others: a digest of `/etc/machine-id`, which is not to be shown (machine-id(5)).
    package var identity: String
    package var xen: XenVersion
    /// What the guest runs by, passwords included.
    package var recipe: String
    package var disks: [Disk]
    /// `hw_caps` of `xl info`: words of bits that the processor has, in hexadecimal.
    package var processor: String?

    package init(
        token: String, name: GuestName, uuid: GuestUUID, host: String, identity: String, xen: XenVersion,
        recipe: String, disks: [Disk], processor: String?
    ) {
        self.token = token
        self.name = name
        self.uuid = uuid
        self.host = host
        self.identity = identity
        self.xen = xen
        self.recipe = recipe
        self.disks = disks
        self.processor = processor
    }

    /// The tokens that ``GuestMove/token`` may have: nothing that a shell would see anything in.
    package static func isToken(_ text: String) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Why a guest cannot leave this host while it runs; `nil` where it can, or where Xen does not tell.
    ///
    /// The pages that a PV guest writes to while it is sent are found by shadow page tables only; others have HAP for it. Xen
    /// tells of both since one release (4.13). Source: Xen xen/arch/x86/mm/paging.c, `paging_log_dirty_enable`.
    package static func obstacle(toSending type: XLGuestType, virtualization: Set<String>?) -> String? {
        guard type == .pv, let virtualization, virtualization.contains("hap"), !virtualization.contains("shadow") else {
            return nil
        }
        return
            "the Xen that runs here is built without shadow page tables, and cannot migrate PV guests; PVH guests it can "
            + "(type = \"pvh\"); a guest that is shut down here can be started there"
    }

    /// What the host that the guest would come to has.
    package struct Ground: Sendable, Equatable {
        package var identity: String
        package var xen: XenVersion?
        package var recipe: GuestRecipe
        /// Of the offered disks, in bytes.
        package var sizes: [HostPath: Int64]
        package var processor: String?
        package var record: GuestRecord?
        package var recovery: GuestRecovery
        /// Whether its unit was rendered.
        package var isApplied: Bool

        package init(
            identity: String, xen: XenVersion?, recipe: GuestRecipe, sizes: [HostPath: Int64], processor: String?,
            record: GuestRecord?, recovery: GuestRecovery, isApplied: Bool
        ) {
            self.identity = identity
            self.xen = xen
            self.recipe = recipe
            self.sizes = sizes
            self.processor = processor
            self.record = record
            self.recovery = recovery
            self.isApplied = isApplied
        }
    }

    /// Why the guest cannot come, all reasons; and what is worth knowing.
    package func check(_ ground: Ground) -> MigrationAnswer {
        var answer = MigrationAnswer()
        if ground.identity == identity {
            // All else would be about the guest that runs here.
            answer.obstacles.append("that is this host")
            return answer
        }
        if let xen = ground.xen, !xen.takesMemory(of: self.xen) {
            answer.obstacles.append("it runs under Xen \(self.xen) here, and Xen \(xen) runs there")
        }
        checkDefinition(ground, &answer)
        for disk in disks {
            guard let size = disk.size, let other = ground.sizes[disk.path], size != other else { continue }
            answer.obstacles.append("\(disk.path) has \(size) bytes here and \(other) there: it is not the same disk")
        }
        if !ground.isApplied { answer.obstacles.append("its unit is not there: \"reeve apply\" on that host") }
        if ground.record?.saved != nil {
            answer.obstacles.append(
                "saved memory of it is there: \"reeve guest restore \(name) --discard\" on that host")
        }
        if let move = ground.record?.move, !isSuperseding(move) {
            answer.obstacles.append("another migration of it is under way there, with \(move.peer)")
        } else if ground.recovery != .start, !isSuperseding(ground.record?.move, .incoming) {
            answer.obstacles.append("a domain of its name or UUID is there")
        }
        let missing = Self.missing(from: ground.processor, of: processor)
        if !missing.isEmpty {
            answer.warnings.append(
                "the processor there lacks features that this one has (\(missing)): where the guest uses them, Xen refuses it "
                    + "and it goes on here, or it fails there")
        }
        return answer
    }

    private func checkDefinition(_ ground: Ground, _ answer: inout MigrationAnswer) {
        let running = GuestRecipe(XLDocument(parsing: SourceText(name: "offer", bytes: Array(recipe.utf8))))
        let changed = GuestDrift(from: running, to: ground.recipe).keys
        let tied = changed.filter(SavedImage.tiedKeys.contains)
        if tied.contains("uuid") {
            answer.obstacles.append("its uuid differs there: write uuid = \"\(uuid)\" into its file on both hosts")
        }
        if tied.contains("vif") {
            answer.obstacles.append(
                "its vif differs there: the file there needs what it runs by here, with mac= in each interface (\"reeve guest "
                    + "show \(name) --xl\" has them)")
        }
        let others = tied.filter { $0 != "uuid" && $0 != "vif" }
        if !others.isEmpty { answer.obstacles.append("its file there differs in \(others.joined(separator: ", "))") }
        let free = changed.filter { !SavedImage.tiedKeys.contains($0) }
        if !free.isEmpty {
            answer.warnings.append(
                "its file there differs in \(free.joined(separator: ", ")), which holds from its next boot on")
        }
    }

    /// Whether this transfer may take the place of what a record says: of a copy that waits only when it came from the same
    /// host, which has it at home as long as it offers it.
    package func isSuperseding(_ move: GuestMove?, _ phases: GuestMove.Phase...) -> Bool {
        guard let move, phases.isEmpty || phases.contains(move.phase) else { return false }
        switch move.phase {
        case .leaving, .returning: return false
        case .incoming: return move.peerIdentity == identity
        case .sent, .away, .home: return true
        }
    }

    private static func missing(from there: String?, of here: String?) -> String {
        guard let there, let here else { return "" }
        let words = { (text: String) in text.split(separator: ":").map { UInt32($0, radix: 16) ?? 0 } }
        let (old, new) = (words(here), words(there))
        return old.indices.compactMap { index in
            let lost = old[index] & ~(index < new.count ? new[index] : 0)
            return lost == 0 ? nil : "word \(index): \(String(lost, radix: 16))"
        }.joined(separator: ", ")
    }
}

/// What the other host says to an offer.
package struct MigrationAnswer: Sendable, Equatable, Codable {
    package var version = 1
    package var obstacles: [String] = []
    package var warnings: [String] = []

    package init(obstacles: [String] = [], warnings: [String] = []) {
        self.obstacles = obstacles
        self.warnings = warnings
    }
}

extension XenVersion {
    /// Whether memory of a guest that ran under another release can go on under this one: that, or the next.
    ///
    /// Source: the Xen Project's wiki, "Version Compatibility".
    package func takesMemory(of other: XenVersion) -> Bool {
        self == other || self == XenVersion(other.major, other.minor + 1)
    }
}
