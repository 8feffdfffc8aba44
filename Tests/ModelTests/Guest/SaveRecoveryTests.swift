import Formats
import Model
import Testing

@Suite struct `what is left of a save or a restore` {
    static let name: GuestName = "web"
    static let uuid = GuestIdentity(host: "h", name: "web").uuid
    static let other = GuestIdentity(host: "h", name: "other").uuid

    static func image(of domid: Int = 7, bootID: String = "now") -> SavedImage {
        SavedImage(
            at: 1, bootID: bootID, domid: domid, host: "h", xen: XenVersion(4, 17), size: 512, recipe: "digest")
    }

    static let conditions: [DomainSighting.Condition] =
        [.live, .paused, .dying]
        + [.poweroff, .reboot, .suspend, .crash, .watchdog, .softReset, .unknown(9)].map { .shutDown($0) }
    static let images: [SavedImage?] = [nil, image(), image(of: 5), image(bootID: "before")]

    static func domain(
        _ condition: DomainSighting.Condition, built: Bool = true, name: String = "web", uuid: GuestUUID = uuid
    ) -> DomainSighting {
        DomainSighting(domid: 7, name: name, uuid: uuid, condition: condition, isBuilt: built)
    }

    static func decide(_ saved: SavedImage?, frozen: Bool, _ domains: DomainSighting...) -> SaveRecovery {
        SaveRecovery.decide(
            name: name, uuid: uuid, saved: saved, isFrozen: frozen, bootID: "now", domains: domains)
    }

    @Test func `is what the table says, for every combination`() {
        for saved in Self.images {
            for frozen in [true, false] {
                #expect(Self.decide(saved, frozen: frozen) == .nothing)
                for condition in Self.conditions {
                    for built in [true, false] {
                        let isStill = condition == .paused || condition == .shutDown(.suspend)
                        let isHalf = condition == .paused && !built
                        let expected: SaveRecovery =
                            if condition == .dying || isHalf {
                                .nothing
                            } else if let saved {
                                isStill && saved == Self.image() ? .destroy(domid: 7) : .forget
                            } else {
                                isStill && frozen ? .thaw(domid: 7) : .nothing
                            }
                        let found = Self.decide(saved, frozen: frozen, Self.domain(condition, built: built))
                        #expect(found == expected, "\(String(describing: saved)) \(frozen) \(condition) \(built)")
                    }
                }
            }
        }
    }

    @Test func `never touches a domain of another UUID`() {
        for saved in Self.images {
            for frozen in [true, false] {
                for condition in Self.conditions {
                    #expect(Self.decide(saved, frozen: frozen, Self.domain(condition, uuid: Self.other)) == .nothing)
                }
            }
        }
    }

    @Test func `a domain of ours under another name makes the image a thing of the past, and is left alone`() {
        for condition in Self.conditions where condition != .dying {
            let renamed = Self.domain(condition, name: "web--migratedaway")
            #expect(Self.decide(Self.image(), frozen: true, renamed) == .forget)
            #expect(Self.decide(nil, frozen: true, renamed) == .nothing)
        }
    }
}

@Suite struct `saved memory` {
    static let defined = recipe(disk: "/dev/vg/web,raw,xvda,rw", memory: 128)

    static func recipe(disk: String, memory: Int) -> GuestRecipe {
        GuestRecipe([
            .init("name", .string("web")), .init("disk", .list([.string(disk)])),
            .init("memory", .string("\(memory)")), .init("kernel", .string("/boot/vmlinuz")),
        ])
    }

    static func now(
        host: String = "h", xen: XenVersion? = XenVersion(4, 17), size: Int64? = 512, saved: GuestRecipe? = defined,
        defined: GuestRecipe = defined
    ) -> SavedImage.Circumstances {
        SavedImage.Circumstances(host: host, xen: xen, size: size, saved: saved, defined: defined)
    }

    static let cases: [(SavedImage.Circumstances, [String])] = [
        (now(), []),
        (now(xen: XenVersion(4, 18)), []),
        (now(defined: recipe(disk: "/dev/vg/web,raw,xvda,rw", memory: 256)), []),
        (now(host: "i"), ["it was saved on another host"]),
        (now(xen: XenVersion(4, 16)), ["it was saved under Xen 4.17, and Xen 4.16 runs"]),
        (now(xen: XenVersion(4, 20)), ["it was saved under Xen 4.17, and Xen 4.20 runs"]),
        (now(size: nil), ["its file is gone"]),
        (now(size: 3), ["its file has 3 bytes instead of 512"]),
        (now(saved: nil), ["what it ran by is not known any more"]),
        (
            now(defined: recipe(disk: "/dev/vg/other,raw,xvda,rw", memory: 256)),
            ["disk changed in its file since"]
        ),
        (
            now(host: "i", size: nil, saved: nil),
            ["it was saved on another host", "its file is gone", "what it ran by is not known any more"]
        ),
    ]

    @Test(arguments: cases)
    func `fits where nothing that it knows is otherwise`(now: SavedImage.Circumstances, reasons: [String]) {
        #expect(SaveRecoveryCases.image.misfits(now) == reasons)
    }

    @Test func `is restored instead of a boot by the guest's own recipe, and holds any other`() {
        BootCases.each { record, rule, xen, decision in
            guard var saved = record else { return }
            saved.saved = SaveRecoveryCases.image
            let then = GuestBoot.decide(record: saved, rule: rule, bootID: "now", xen: xen)
            switch decision {
            case .boot(.steady): #expect(then == .restore)
            case .boot(.once): #expect(then == .hold(.saved))
            case .boot(.install): #expect(then == .hold(.saved) || record?.install?.phase == .interrupted)
            default: break
            }
            if case .boot(.steady) = then { Issue.record("\(saved)") }
        }
    }

    static let standings: [(String?, DomainSighting.Condition?, GuestStanding)] = [
        ("inactive", nil, .saved), (nil, nil, .saved), ("failed", nil, .failed), ("activating", nil, .starting),
        ("active", .live, .running), ("inactive", .live, .unattended), ("deactivating", .paused, .stopping),
    ]

    @Test(arguments: standings)
    func `is how a guest that is off is shown`(
        active: String?, condition: DomainSighting.Condition?, standing: GuestStanding
    ) {
        let unit = active.map { GuestUnitState(active: $0, sub: "") }
        #expect(GuestStanding.decide(unit: unit, condition: condition, isSaved: true) == standing)
    }

    @Test func `outlives what is recorded of runs until it is taken`() {
        var record = GuestRecord(uuid: BootCases.uuid)
        record.saved = SaveRecoveryCases.image
        let begun = record.beginning(.steady, uuid: BootCases.uuid, at: 2, bootID: "now")
        #expect(begun.saved == record.saved)
        #expect(begun.ended(GuestEnding(.startFailed, at: 3, bootID: "now")).saved == record.saved)
    }
}

private enum SaveRecoveryCases {
    static let image = `what is left of a save or a restore`.image()
}
