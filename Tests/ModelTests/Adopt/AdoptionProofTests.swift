import Formats
import Model
import Testing

@Suite struct `what xl makes of an adopted domain's file` {
    private static func proof(_ kept: KeptDomain, _ proven: KeptDomain) throws -> AdoptionProof {
        AdoptionProof(of: try #require(DomainTranslation(of: kept)), proven: proven)
    }

    @Test(arguments: [KeptSamples.pv, KeptSamples.pygrub, KeptSamples.pvh, KeptSamples.hvm])
    func `is the same where nothing differs`(sample: String) throws {
        let kept = try KeptSamples.domain(sample)
        let proof = try Self.proof(kept, kept)
        #expect(proof.losses == [])
        #expect(proof.additions == [])
    }

    /// As xl prints it of the file that was written for ``KeptSamples/pvh``: nothing is filled in yet.
    @Test func `is the same where libxl had filled in what it takes by itself`() throws {
        let proven = try KeptSamples.domain(
            """
            { "c_info": { "type": "pvh", "name": "mail", "uuid": "aaaaaaaa-2222-3333-4444-555555555555",
                "run_hotplug_scripts": "True" },
              "b_info": { "max_vcpus": 2, "avail_vcpus": [ 0, 1 ], "max_memkb": 524288, "target_memkb": 524288,
                "sched_params": { }, "claim_mode": "True", "kernel": "/usr/lib/xen-4.20/boot/pvgrub64.bin",
                "type.pvh": { }, "arch_arm": { }, "arch_x86": { } },
              "disks": [ { "pdev_path": "/dev/vg/mail", "vdev": "xvda", "format": "raw", "readwrite": 1 } ],
              "on_reboot": "restart", "on_soft_reset": "soft_reset" }
            """)
        let proof = try Self.proof(try KeptSamples.domain(KeptSamples.pvh), proven)
        #expect(proof.losses == [])
        #expect(proof.additions == [])
    }

    @Test func `has lost what the domain has and the file does not give`() throws {
        let kept = try KeptSamples.domain(
            building: ["brand_new": .text("x"), "acpi": .text("False")],
            special: ["vnc": .map(["passwd": .text("secret")])],
            beside: [
                "pvcallsifs": .list([.map([:])]),
                "disks": .list([.map(["vdev": .text("xvda"), "readwrite": .number(1)])]),
            ])
        let proven = try KeptSamples.domain(
            building: ["target_memkb": .number(262144)], beside: ["disks": .list([.map(["vdev": .text("xvda")])])])
        #expect(
            try Self.proof(kept, proven).losses.map(\.description) == [
                "pvcallsifs: the domain has 1, xl would give it 0",
                "b_info.acpi: the domain has \"False\", which xl does not take from the file",
                "b_info.brand_new: the domain has \"x\", and xl.cfg(5) has no key for it",
                "b_info.target_memkb: the domain has \"524288\", xl would give it \"262144\"",
                "b_info.type.hvm.vnc.passwd: the domain has a password, which xl does not take from the file",
                "disks[0].readwrite: the domain has \"1\", which xl does not take from the file",
            ])
    }

    @Test func `only tells of what xl adds`() throws {
        let proven = try KeptSamples.domain(
            building: ["max_grant_frames": .number(128)], beside: ["vkbs": .list([.map([:])])])
        let proof = try Self.proof(try KeptSamples.domain(), proven)
        #expect(proof.losses == [])
        #expect(
            proof.additions.map(\.description) == ["b_info.max_grant_frames: the domain has none, xl gives it \"128\""])
    }

    @Test func `an unknown value that xl.conf gives again is no loss`() throws {
        let kept = try KeptSamples.domain(building: ["claim_mode": .text("False"), "blkdev_start": .text("xvdz")])
        #expect(DomainTranslation(of: kept)?.unknown == ["b_info.blkdev_start", "b_info.claim_mode"])
        #expect(try Self.proof(kept, kept).losses == [])
    }

    @Test func `a loss that somebody agreed to is none, and stands for all below it`() throws {
        let kept = try KeptSamples.domain(
            building: ["brand_new": .map(["a": .number(1), "b": .number(2)]), "brand_newer": .number(3)],
            beside: ["p9s": .list([.map(["tag": .text("share")])])])
        let proof = try Self.proof(kept, try KeptSamples.domain())
        #expect(proof.losses(without: ["b_info.brand_new", "p9s"]).map(\.path) == ["b_info.brand_newer"])
    }

    @Test func `copies of a kernel that the boot loader made are no loss`() throws {
        var proven = try KeptSamples.domain(KeptSamples.pygrub).values
        for key in ["kernel", "ramdisk"] { proven["b_info.\(key)"] = nil }
        let kept = try KeptSamples.domain(KeptSamples.pygrub)
        #expect(try Self.proof(kept, KeptDomain(values: proven, lengths: kept.lengths)).losses == [])
    }

    @Test func `which CPUs a guest has off is no loss, how many are`() throws {
        let kept = try KeptSamples.domain(
            building: ["max_vcpus": .number(3), "avail_vcpus": .list([.number(0), .number(2)])])
        let proven = try KeptSamples.domain(building: ["max_vcpus": .number(3)])
        #expect(try Self.proof(kept, proven).losses == [])
        let fewer = try KeptSamples.domain(building: ["max_vcpus": .number(3), "avail_vcpus": .list([.number(0)])])
        #expect(try Self.proof(kept, fewer).losses.map(\.path) == ["b_info.avail_vcpus"])
    }

    @Test func `memory that a guest gave back within a megabyte is the same`() throws {
        let kept = try KeptSamples.domain(building: ["target_memkb": .number(500_001)])
        let proven = try KeptSamples.domain(building: ["target_memkb": .number(489 * 1024)])
        #expect(try Self.proof(kept, proven).losses == [])
    }
}

@Suite struct `what xl prints of domains` {
    @Test func `is taken by the domid`() throws {
        let rows = LibxlValue.list([
            .map(["domid": .number(3), "config": .map(["c_info": .map(["name": .text("a")]), "b_info": .map([:])])]),
            .map(["domid": .number(4), "config": .map(["c_info": .map(["name": .text("b")]), "b_info": .map([:])])]),
        ])
        #expect(try KeptDomain(listing: rows, domid: 4).name == "b")
        #expect(throws: KeptDomainError.missing(5)) { try KeptDomain(listing: rows, domid: 5) }
        #expect(throws: KeptDomainError.missing(3)) { try KeptDomain(listing: .list([]), domid: 3) }
        #expect(throws: KeptDomainError.notADomain) {
            try KeptDomain(listing: .list([.map(["domid": .number(3)])]), domid: 3)
        }
    }
}
