import Formats
import FoundationEssentials
import Model
import Testing

@Suite struct `a running domain's configuration as a file` {
    private static func text(_ sample: String) throws -> String {
        let kept = try KeptSamples.domain(sample)
        let translation = try #require(DomainTranslation(of: kept))
        #expect(translation.unknown == [])
        let name = try #require(kept.name.flatMap { GuestName($0) })
        let content = try AdoptedFile(name, domid: 3, translation).text()
        let document = XLDocument(parsing: SourceText(name: "guest.cfg", bytes: content))
        let (_, found) = ConfigurationLint.guest(name, document, target: XenVersion(4, 17))
        #expect((document.diagnostics + found).filter { $0.severity == .error } == [])
        return String(decoding: content, as: UTF8.self)
    }

    @Test func `of a PV guest whose kernel is dom0's, as a host with Xen 4.20 printed it`() throws {
        #expect(
            try Self.text(KeptSamples.pv) == """
                # db: made of the running domain 3 by "reeve guest adopt"; yours from here on.
                name = "db"
                uuid = "fd621c06-cda9-81e9-bf1f-15db2332115f"
                type = "pv"

                memory = 128
                vcpus = 1

                kernel = "/vmlinuz"
                ramdisk = "/srv/guest/initramfs"
                cmdline = "console=hvc0 guest=db"

                # What happens when the guest ends.
                on_poweroff = "preserve"
                on_crash = "preserve"
                on_watchdog = "preserve"

                # reeve.start.auto = 1    # for a guest that starts with the host

                """)
    }

    @Test func `of a PV guest that pygrub boots has the boot loader, and not its copies of the kernel`() throws {
        #expect(
            try Self.text(KeptSamples.pygrub) == """
                # shop: made of the running domain 3 by "reeve guest adopt"; yours from here on.
                name = "shop"
                uuid = "11111111-2222-3333-4444-555555555555"
                type = "pv"

                memory = 1024
                maxmem = 2048
                vcpus = 2
                maxvcpus = 4
                cpus = "2-3"
                cpu_weight = 512

                bootloader = "pygrub"
                bootloader_args = ["-q"]

                disk = [
                    "format=raw,vdev=xvda,access=rw,backendtype=phy,target=/dev/vg/shop",
                    "format=qcow2,vdev=xvdb,access=ro,target=/srv/a, b.qcow2",
                    "format=empty,vdev=xvdc,access=ro,devtype=cdrom",
                ]
                vif = [
                    "mac=00:16:3e:aa:bb:cc,bridge=xenbr0",
                    "mac=00:16:3e:aa:bb:dd,bridge=br1,ip=10.0.0.2,script=vif-route,rate=1250000B/s",
                ]

                vfb = ["vnc=1,vnclisten=0.0.0.0,vncpasswd=secret"]

                # What happens when the guest ends.
                on_crash = "coredump-restart"

                # reeve.start.auto = 1    # for a guest that starts with the host

                """)
    }

    @Test func `of a PVH guest has Xen's own GRUB by its name, which outlives an upgrade`() throws {
        #expect(
            try Self.text(KeptSamples.pvh) == """
                # mail: made of the running domain 3 by "reeve guest adopt"; yours from here on.
                name = "mail"
                uuid = "aaaaaaaa-2222-3333-4444-555555555555"
                type = "pvh"

                memory = 512
                vcpus = 2

                firmware = "pvgrub64"

                disk = ["format=raw,vdev=xvda,access=rw,target=/dev/vg/mail"]

                # reeve.start.auto = 1    # for a guest that starts with the host

                """)
    }

    @Test func `of an HVM guest has its screen, its CD and what of the host it was given`() throws {
        #expect(
            try Self.text(KeptSamples.hvm) == """
                # desk: made of the running domain 3 by "reeve guest adopt"; yours from here on.
                name = "desk"
                uuid = "bbbbbbbb-2222-3333-4444-555555555555"
                type = "hvm"

                memory = 4096
                vcpus = 2

                boot = "dc"
                bios = "ovmf"

                disk = [
                    "format=raw,vdev=hda,access=rw,target=/dev/vg/desk",
                    "format=raw,vdev=hdc,access=ro,devtype=cdrom,target=/srv/setup.iso",
                ]
                vif = ["mac=00:16:3e:01:02:03,bridge=xenbr0,model=e1000"]

                nestedhvm = 1
                localtime = 1
                rtc_timeoffset = "-3600"
                viridian = 1
                ms_vm_genid = "generate"

                vga = "stdvga"
                vncdisplay = 7
                vncunused = 0
                serial = "pty"
                usb = 1
                usbdevice = "tablet"

                pci = ["0000:03:00.1,permissive=1,rdm_policy=strict"]

                # What happens when the guest ends.
                on_crash = "preserve"

                # reeve.start.auto = 1    # for a guest that starts with the host

                """)
    }

    @Test(arguments: [
        (1, "db", []), (2, "batch", ["disk"]), (3, "pvh", []), (4, "web", ["vif"]),
    ])
    func `of each domain of a host with Xen 4.17 is whole`(domid: Int, name: GuestName, devices: [String]) throws {
        let listing = try JSONDecoder().decode(LibxlValue.self, from: Data(KeptSamples.listing.utf8))
        let kept = try KeptDomain(listing: listing, domid: domid)
        let translation = try #require(DomainTranslation(of: kept))
        #expect(translation.unknown == [])
        let keys = ["name", "uuid", "type", "memory", "vcpus", "kernel", "ramdisk", "cmdline"]
        #expect(
            translation.assignments.map(\.key) == keys + devices + ["on_poweroff", "on_crash", "on_watchdog"])
        // Before a domain is made, libxl has nothing of its own in it.
        var proven = kept.values.filter { path, _ in kept.standing(of: path) == .its }
        proven["b_info.claim_mode"] = .text("True")
        let proof = AdoptionProof(of: translation, proven: KeptDomain(values: proven, lengths: kept.lengths))
        #expect(proof.losses == [] && proof.additions == [])
        #expect(throws: Never.self) { try AdoptedFile(name, domid: domid, translation).text() }
    }

    @Test func `is none of dom0's, which libxl did not make`() throws {
        let listing = try JSONDecoder().decode(LibxlValue.self, from: Data(KeptSamples.listing.utf8))
        #expect(DomainTranslation(of: try KeptDomain(listing: listing, domid: 0)) == nil)
    }

    @Test func `names what it has no key for, and leaves out nothing else`() throws {
        let kept = try KeptSamples.domain(
            building: [
                "brand_new": .text("x"), "sched_params": .map(["sched": .text("rtds"), "budget": .number(5000)]),
            ],
            special: ["timeoffset": .text("7")],
            beside: ["p9s": .list([.map(["tag": .text("share")])])])
        #expect(
            DomainTranslation(of: kept)?.unknown == [
                "b_info.brand_new", "b_info.sched_params.budget", "b_info.type.hvm.timeoffset", "p9s[0].tag",
            ])
    }

    @Test(arguments: KeptRule.all.filter { !$0.key.isEmpty })
    func `each value of the table is read back from its key`(rule: KeptRule) throws {
        let value: LibxlValue
        let written: XLValue
        switch rule.form {
        case .text: (value, written) = (.text("a b"), .string("a b"))
        case .boolean:
            let isOn = !rule.standard.contains("True")
            (value, written) = (.text(isOn ? "True" : "False"), .string(isOn ? "1" : "0"))
        case .number: (value, written) = (.number(77), .string("77"))
        case .signed: (value, written) = (.number(0xffff_ffff), .string("-1"))
        case .mebibytes: (value, written) = (.number(77 * 1024), .string("77"))
        case .strings: (value, written) = (.list([.text("a b"), .text("-c")]), .list([.string("a b"), .string("-c")]))
        case .words(let words):
            let word = words.first
            (value, written) = (.text(word?.key ?? "other"), .string(word?.value ?? "other"))
        case .none, .runtime: return
        }
        let translation = try #require(DomainTranslation(of: try Self.domain(with: value, at: rule.path)))
        #expect(translation.unknown == [])
        let text = try AdoptedFile("web", domid: 3, translation).text()
        let document = XLDocument(parsing: SourceText(name: "guest.cfg", bytes: text))
        #expect(document.settings.filter { $0.key == rule.key }.map(\.value.value) == [written])
        #expect(XLKeyTable.guest[rule.key] != nil)
    }

    /// A domain that has one value more; a path's own dots are those of `type.hvm`.
    private static func domain(with value: LibxlValue, at path: String) throws -> KeptDomain {
        let type = ["pv", "pvh"].first { path.contains("type.\($0).") } ?? "hvm"
        var names = path.split(separator: ".").map(String.init)
        let outer = names.removeFirst()
        if names.first == "type", names.count > 2 { names.removeFirst(2) }
        var nested = value
        for name in names.dropFirst().reversed() { nested = .map([name: nested]) }
        let part = [names[0]: nested]
        switch (outer, path.contains(".type.\(type).")) {
        case ("c_info", _): return try KeptSamples.domain(type: type, creating: part)
        case (_, true): return try KeptSamples.domain(type: type, special: part)
        default: return try KeptSamples.domain(type: type, building: part)
        }
    }

    /// A new key of xl.cfg(5) is to be thought of here as well.
    @Test func `every key of xl.cfg is one that it may write, or one that says the same otherwise, or has no place`() {
        let elsewhere: Set = [
            // Other ways to say what is written.
            "builder", "root", "extra", "stdvga", "pci_permissive", "pci_msitranslate", "pci_seize", "pci_power_mgmt",
            // Read by nobody.
            "device_model", "vncviewer", "vif2",
            // Their values stay unknown, so that such a domain is refused.
            "vnuma", "llc_colors", "p9", "pvcalls", "vkb", "virtio", "vdispl", "vsnd", "arm_sci", "stubdomain_memory",
            // What xenstored gives every domain.
            "xenstore_quota",
        ]
        let own: Set = [
            "name", "uuid", "type", "seclabel", "init_seclabel", "memory", "maxmem", "shadow_memory", "vcpus",
            "maxvcpus",
            "cpus", "cpus_soft", "kernel", "ramdisk", "firmware", "smbios", "viridian", "ms_vm_genid", "mca_caps",
            "rdm",
            "on_poweroff", "on_reboot", "on_crash", "on_watchdog", "on_soft_reset", "videoram", "disk", "vif", "pci",
            "usbctrl", "usbdev", "dtdev", "ioports", "irqs", "iomem", "gfx_passthru", "vfb", "vtpm", "channel", "cpuid",
        ]
        let ruled = Set(KeptRule.all.map(\.key)).subtracting([""])
        #expect(Set(XLKeyTable.guest.names).subtracting(ruled).subtracting(own) == elsewhere)
        #expect(ruled.intersection(own) == [])
    }

    @Test func `what a guest gave back of its memory in part is rounded up`() throws {
        let kept = try KeptSamples.domain(building: ["target_memkb": .number(500_001)])
        #expect(DomainTranslation(of: kept)?.assignments.first { $0.key == "memory" }?.value == .string("489"))
    }

    @Test func `features of more than one value are taken together`() throws {
        let kept = try KeptSamples.domain(
            building: [
                "cpuid": .map([
                    "cpuid": .list([
                        .map([
                            "leaf": .number(7), "subleaf": .number(0), "ebx": .text(String(repeating: "x", count: 32)),
                        ])
                    ]), "msr": .list([]),
                ]), "ioports": .list([.map(["first": .number(0x2f8), "number": .number(8)])]),
                "irqs": .list([.number(11)]),
                "iomem": .list([.map(["start": .number(0xe0000), "number": .number(2)])]),
            ],
            special: [
                "viridian_enable": .list([.number(0), .number(1)]), "viridian_disable": .list([.number(7)]),
                "mca_caps": .number(1), "rdm": .map(["strategy": .text("host"), "policy": .text("strict")]),
                "smbios": .list([.map(["key": .text("bios_vendor"), "value": .text("me")])]),
                "gfx_passthru": .text("True"), "gfx_passthru_kind": .text("igd"),
                "vga": .map(["kind": .text("cirrus")]),
            ],
            beside: [
                "usbdevs": .list([
                    .map([
                        "ctrl": .number(0), "port": .number(1),
                        "type.hostdev": .map(["hostbus": .number(1), "hostaddr": .number(3)]),
                    ])
                ]),
                "usbctrls": .list([
                    .map(["type": .text("qusb"), "devid": .number(0), "version": .number(2), "ports": .number(8)])
                ]),
                "channels": .list([
                    .map(["name": .text("agent"), "connection.socket": .map(["path": .text("/run/a")])])
                ]),
            ])
        let translation = try #require(DomainTranslation(of: kept))
        let text = String(decoding: try AdoptedFile("web", domid: 3, translation).text(), as: UTF8.self)
        #expect(translation.unknown == [])
        for line in [
            "viridian = [\"base\", \"freq\", \"!synic\"]", "mca_caps = [\"lmce\"]",
            "rdm = \"strategy=host,policy=strict\"", "smbios = [\"bios_vendor=me\"]", "gfx_passthru = \"igd\"",
            "cpuid = [\"7,0:ebx=\(String(repeating: "x", count: 32))\"]", "ioports = [\"2f8-2ff\"]", "irqs = [11]",
            "iomem = [\"e0000,2\"]", "usbdev = [\"type=hostdev,hostbus=1,hostaddr=3,controller=0,port=1\"]",
            "usbctrl = [\"type=qusb,version=2,ports=8\"]", "channel = [\"name=agent,connection=socket,path=/run/a\"]",
        ] {
            #expect(text.contains("\n\(line)\n"), "\(line)")
        }
    }
}
