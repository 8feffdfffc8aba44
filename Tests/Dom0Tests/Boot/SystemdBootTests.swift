import Dom0
import Formats
import Glibc
import Model
import Synchronization
import SystemPackage
import Testing

@Suite struct `keeping entries of systemd-boot` {
    @Test func `what systemd-boot says it has started is good, with its own words and files`() async throws {
        let fixture = try SystemdBootFixture()
        let entries = try await fixture.refresh()
        let book = try fixture.book()
        let good = try #require(entries.first { $0.id == book.good })
        #expect(good.pair.xenWords == ["com1=1", "dom0_mem=1G"])
        #expect(good.pair.kernelWords == ["root=/dev/vda1", "ro"])
        #expect(good.files[.kernel]?.source == "/boot/efi/EFI/xen/vmlinuz")
        // What host.conf adds makes a candidate.
        let candidate = try #require(entries.first { $0.id != book.good })
        #expect(entries.count == 2)
        #expect(candidate.pair.xenWords == ["com1=1", "dom0_mem=2048M,max:2048M"])
        #expect(
            book.former
                == .init(
                    standard: "xen.conf", xenWords: good.pair.xenWords, kernelWords: ["root=/dev/vda1", "ro"],
                    isReplaced: true))
        #expect(try fixture.nextBoot() == ("reeve-\(good.id).conf", false))
        #expect(fixture.isWhole("reeve-\(good.id).conf") && fixture.isWhole("reeve-\(candidate.id).conf"))
        #expect(fixture.place.root.content("/boot/efi/loader/entries/Xen.conf") != nil)
        let before = try fixture.place.listing()
        #expect(try await fixture.refresh() == entries)
        #expect(try fixture.place.listing() == before)
    }

    @Test func `a trial is one boot, and systemd-boot tells whether it started it`() async throws {
        let fixture = try SystemdBootFixture()
        try fixture.pair("4.20", "6.12")
        let entries = try await fixture.refresh()
        let book = try fixture.book()
        let good = try #require(book.good)
        #expect(entries[0].pair.title == "Xen 4.20-amd64 and Linux 6.12")
        try await fixture.arm(entries[0], entries)
        let trial = "reeve-\(entries[0].id)-trial+1.conf"
        #expect(try fixture.nextBoot(starts: true) == (trial, true))
        #expect(try fixture.nextBoot() == ("reeve-\(good).conf", false))
        // It came up: what it is told says until when.
        let text = try #require(
            fixture.place.root.content(
                BootPlace.systemPartition("/boot/efi").directory(of: entries[0].id) / "trial.cfg"))
        let section = XenEFIConfiguration(parsing: SourceText(name: "", bytes: text)).section()
        #expect(section?.options?.text == "com1=1 dom0_mem=2048M,max:2048M watchdog")
        #expect(
            section?.kernel?.commandLine?.text
                == "root=/dev/vda1 ro panic=10 reeve.trial=900 reeve.entry=\(entries[0].id)")
        try fixture.run("4.20", "6.12", boot: "2", entry: trial, words: "reeve.trial=900 reeve.entry=\(entries[0].id)")
        #expect(try await BootGate(fixture.keeper()).promote(entries[0].id) == .promoted(entries[0].id))
        #expect(try fixture.nextBoot() == ("reeve-\(entries[0].id).conf", false))
        #expect(fixture.place.root.names(in: "/boot/efi/loader/entries").filter { $0.contains("trial") } == [])
        #expect(try fixture.book().previous == good)
    }

    @Test(arguments: [
        (true, "it did not come up as far as a system that could say why"), (false, "systemd-boot did not start it"),
    ])
    func `a trial that did not come up is over`(wasStarted: Bool, reason: String) async throws {
        let fixture = try SystemdBootFixture()
        let entries = try await fixture.refresh()
        let good = try #require(try fixture.book().good)
        let candidate = try #require(entries.first { $0.id != good })
        try await fixture.arm(candidate, entries)
        if wasStarted {
            _ = try fixture.nextBoot(starts: true)
        } else {
            try fixture.forgetOneShot()
        }
        try fixture.run("4.17", "6.1", boot: "2", entry: "reeve-\(good).conf", words: "reeve.entry=\(good)")
        let outcome = try await BootGate(fixture.keeper(), uptime: { 0 }).judge(bridges: []) { _ in }
        #expect(outcome == .cameBack(from: candidate.id, reasons: [reason]))
        #expect(try fixture.nextBoot() == ("reeve-\(good).conf", false))
        #expect(fixture.place.root.names(in: "/boot/efi/loader/entries").filter { $0.contains("trial") } == [])
    }

    @Test func `right before the reboot a trial whose files are not what they were is taken back`() async throws {
        let fixture = try SystemdBootFixture()
        let entries = try await fixture.refresh()
        let good = try #require(try fixture.book().good)
        let candidate = try #require(entries.first { $0.id != good })
        try await fixture.arm(candidate, entries)
        // It looks when it is stopped, so it has to be there.
        try await BootTrying(fixture.keeper()).startLooking()
        #expect(fixture.place.root.line("/run/jobs") == "start reeve-boot-gate.service")
        #expect(try await fixture.lookAgain() == nil)
        #expect(try fixture.nextBoot().isOnce)
        let place = BootPlace.systemPartition("/boot/efi")
        try DurableFile.remove(fixture.place.root.path(place.file(.kernel, of: candidate.id)))
        let reason = "it was not booted: \(place.file(.kernel, of: candidate.id)) is not what it was"
        #expect(try await fixture.lookAgain() == [reason])
        #expect(try fixture.nextBoot() == ("reeve-\(good).conf", false))
        #expect(try fixture.book().failures[candidate.id]?.reasons == [reason])
    }

    /// Also the one that was there before Reeve.
    @Test(arguments: ["other.conf", "xen.conf"])
    func `a default that somebody wrote is left alone, and a trial is refused`(name: String) async throws {
        let fixture = try SystemdBootFixture()
        let entries = try await fixture.refresh()
        let good = try #require(try fixture.book().good)
        let candidate = try #require(entries.first { $0.id != good })
        try fixture.place.file("/boot/efi/loader/loader.conf", "default \(name)\n")
        try fixture.variable(.entryDefault, "more.conf")
        try DurableFile.remove(fixture.place.root.path("/boot/efi/EFI/BOOT/BOOTX64.EFI"))
        try await fixture.refresh()
        #expect(fixture.place.root.content("/boot/efi/loader/loader.conf") == Array("default \(name)\n".utf8))
        let error = await #expect(throws: BootError.self) { try await fixture.arm(candidate, entries) }
        #expect(
            error
                == .notReady([
                    "the EFI variable LoaderEntryDefault names more.conf, so a trial would come back to that; \"bootctl set-default ''\" takes it away",
                    "/boot/efi/loader/loader.conf has \"default \(name)\", which somebody wrote there after reeve, so a trial would come back to that; take the line out, and \"reeve boot refresh\"",
                    "/boot/efi/EFI/BOOT/BOOTX64.EFI is not there: the firmware needs two ways to systemd-boot, one for when the other ends; run \"bootctl install\"",
                ]))
        #expect(try fixture.book().trial == nil)
    }

    @Test func `a firmware that takes no variable has no trial, and nothing says that it had`() async throws {
        let fixture = try SystemdBootFixture()
        let entries = try await fixture.refresh()
        let candidate = try #require(entries.first { $0.id != (try? fixture.book().good) })
        try fixture.breakFirmware()
        await #expect(throws: CommandError.self) { try await fixture.arm(candidate, entries) }
        #expect(try fixture.book().trial == nil)
        #expect(fixture.place.root.names(in: "/boot/efi/loader/entries").filter { $0.contains("trial") } == [])
    }

    @Test func `what a process that died left is cleared away, and its entry can be made again`() async throws {
        let fixture = try SystemdBootFixture()
        let entries = try await fixture.refresh()
        let good = try fixture.book().good
        let place = BootPlace.systemPartition("/boot/efi")
        let candidate = try #require(entries.first { $0.id != good })
        try DurableFile.remove(fixture.place.root.path(place.directory(of: candidate.id) / "entry"))
        try fixture.place.file(place.directory / ".new-4.20" / "vmlinuz", "half")
        #expect(try await fixture.refresh() == entries)
        #expect(fixture.place.root.names(in: place.directory) == entries.map(\.id.description).sorted())
    }

    @Test func `a trial that nobody would look at again is taken back`() async throws {
        let fixture = try SystemdBootFixture()
        let entries = try await fixture.refresh()
        let candidate = try #require(entries.first { $0.id != (try? fixture.book().good) })
        try await fixture.arm(candidate, entries)
        try fixture.forgetOneShot()
        try fixture.breakFirmware()
        await #expect(throws: CommandError.self) { try await BootTrying(fixture.keeper()).startLooking() }
        #expect(try fixture.book().trial == nil)
        #expect(try !fixture.nextBoot().isOnce)
    }

    @Test func `nothing is left, and the former default is back, when host conf asks for nothing`() async throws {
        let fixture = try SystemdBootFixture()
        let before = try fixture.place.listing().filter { $0.key.hasPrefix("boot") }
        try await fixture.refresh()
        try DurableFile.remove(fixture.place.root.path("/etc/kernel/reeve-xen-cmdline"))
        let lock = try WriterLock.acquire(fixture.place.root)
        #expect(try await BootKeeper.follow(fixture.host, holding: lock).isEmpty)
        _ = consume lock
        var after = try fixture.place.listing().filter { $0.key.hasPrefix("boot") }
        // Written anew, it has the permissions of all files on FAT.
        after["boot/efi/loader/loader.conf"] = after["boot/efi/loader/loader.conf"].map { "644" + $0.dropFirst(3) }
        #expect(after == before)
    }

    @Test func `an entry becomes one program with all that it boots inside, unless it is damaged`() async throws {
        let fixture = try SystemdBootFixture()
        let entries = try await fixture.refresh()
        let entry = try #require(entries.first { $0.pair.xenWords == ["com1=1", "dom0_mem=1G"] })
        let maker = UnifiedImageMaker(try fixture.keeper())
        let output = fixture.place.path.appending("unified.efi")
        let extras = UnifiedImageMaker.Extras(microcode: "/boot/intel-ucode.img", policy: "/boot/xenpolicy")
        try fixture.place.file("/boot/intel-ucode.img", "microcode")
        try fixture.place.file("/boot/xenpolicy", "policy")
        let size = try await maker.make(entry, from: maker.hypervisor(of: entry), with: extras, to: output)
        let bytes = try FileReader.read(output)
        #expect(bytes.count == size)
        let image = try PEImage(parsing: bytes)
        let contents = try [".config", ".kernel", ".ramdisk", ".ucode", ".xsm"].map { name in
            String(decoding: image.data(of: try #require(image.section(named: name))), as: UTF8.self)
        }
        #expect(
            contents[0].contains(
                "options=com1=1 dom0_mem=1G\nkernel=vmlinuz root=/dev/vda1 ro reeve.entry=\(entry.id)\n"))
        #expect(contents.dropFirst() == ["kernel 6.1", "initrd 6.1", "microcode", "policy"])
        try fixture.place.file(BootPlace.systemPartition("/boot/efi").file(.initrd, of: entry.id), "spoiled")
        await #expect(throws: BootError.self) {
            try await maker.make(entry, from: maker.hypervisor(of: entry), to: output)
        }
        #expect(try FileReader.read(output) == bytes)
    }

    @Test func `a unified image that was started tells its words, and a system of NixOS what is newest`() async throws {
        let fixture = try SystemdBootFixture()
        try DurableFile.remove(fixture.place.root.path("/boot/efi/EFI/xen/xen.cfg"))
        let configuration = "[global]\ndefault=x\n[x]\noptions=a\nkernel=vmlinuz root=/dev/vda1\nramdisk=initrd\n"
        let image = try PEImage(parsing: SmallPE.program("xen 4.17")).adding([
            PEImage.Addition(".config", Array(configuration.utf8), isWritable: true)
        ])
        try fixture.place.file("/boot/efi/EFI/xen/xen.efi", bytes: image.bytes)
        let top: HostPath = "/nix/store/top"
        for (path, text) in [
            ("/nix/store/k/bzImage", "k"), ("/nix/store/i/initrd", "i"),
            ("/nix/store/top/kernel-modules/lib/modules/6.6.1/modules.dep", ""),
        ] { try fixture.place.file(try #require(HostPath(path)), text) }
        try fixture.place.file("/nix/store/abc-xen-4.19.1/boot/xen.efi", bytes: SmallPE.program("xen 4.19"))
        try fixture.place.file(
            "/nix/var/nix/profiles/system/boot.json",
            """
            {"org.nixos.bootspec.v1": {"init": "\(top)/init", "initrd": "/nix/store/i/initrd",
              "kernel": "/nix/store/k/bzImage", "kernelParams": ["quiet"], "label": "x", "system": "x86_64-linux",
              "toplevel": "\(top)"},
             "org.xenproject.bootspec.v1": {"xen": "/nix/store/abc-xen-4.19.1/boot/xen.efi", "xenParams": ["b"]}}
            """)
        let entries = try await fixture.refresh()
        #expect(
            entries.map(\.pair) == [
                BootPair(
                    hypervisor: "4.19.1", kernel: "6.6.1", xenWords: ["b", "dom0_mem=2048M,max:2048M"],
                    kernelWords: ["init=\(top)/init", "quiet"]),
                BootPair(
                    hypervisor: "4.17-amd64", kernel: "6.1", xenWords: ["a"], kernelWords: ["root=/dev/vda1"]),
            ])
    }

    @Test func `the doctor sees what systemd-boot would start, and what that does not find`() async throws {
        let fixture = try SystemdBootFixture()
        func seen() async throws -> LoaderFacts? {
            let loaded = await SpecificationLoader(root: fixture.place.root).load()
            return try await HealthReader(root: fixture.place.root, runner: nil).read(for: loaded).loader.get()
        }
        let origin = "default of /boot/efi/loader/loader.conf"
        #expect(try await seen() == LoaderFacts(choice: "xen.conf", origin: origin, entry: .init("Xen")))
        try DurableFile.remove(fixture.place.root.path("/boot/efi/EFI/xen/initrd"))
        #expect(try await seen()?.entry == .init("Xen", missing: ["/boot/efi/EFI/xen/initrd"]))
        try fixture.place.file("/boot/efi/loader/entries/a.conf", "title Debian\nlinux /vmlinuz\n")
        try fixture.variable(.entryDefault, "a*")
        #expect(
            try await seen()
                == LoaderFacts(
                    choice: "a*", origin: "the EFI variable LoaderEntryDefault", entry: .init("Debian", bootsXen: false)
                ))
    }

    @Test func `every change of the loader's files is told, once`() async throws {
        let fixture = try SystemdBootFixture()
        let told = Mutex<[String]>([])
        func refresh() async throws {
            let lock = try WriterLock.acquire(fixture.place.root)
            _ = try await BootKeeper.follow(
                fixture.host,
                report: { path, old, new in told.withLock { $0.append("\(old == nil) \(new == nil) \(path)") } },
                holding: lock)
            _ = consume lock
        }
        try await refresh()
        let names = told.withLock { $0 }
        #expect(names.last == "false false /boot/efi/loader/loader.conf")
        #expect(names.count == 5 && names.dropLast().allSatisfy { $0.hasPrefix("true false /boot/efi/") })
        try await refresh()
        #expect(told.withLock { $0.count } == 5)
    }

    @Test func `a partition that is not mounted is not written below`() async throws {
        let fixture = try SystemdBootFixture()
        try fixture.place.file("/proc/self/mountinfo", "30 1 8:2 / / rw - ext4 /dev/sda2 rw\n")
        let before = try fixture.place.listing().filter { !$0.key.hasPrefix("run") }
        await #expect(throws: BootError.noSystemPartition) { try await fixture.refresh() }
        #expect(try fixture.place.listing().filter { !$0.key.hasPrefix("run") } == before)
    }

    @Test func `what was started without a configuration beside it makes nothing good`() async throws {
        let fixture = try SystemdBootFixture()
        try DurableFile.remove(fixture.place.root.path("/boot/efi/EFI/xen/xen.cfg"))
        await #expect(throws: BootError.unknownWords) { try await fixture.refresh() }
        #expect(!fixture.place.root.exists("/boot/efi/EFI/reeve"))
    }

    /// Dies before each change to the disk, of a refresh that brings a new entry, then of a trial, and looks what would boot.
    @Test func `the good entry boots whenever the power is cut`() async throws {
        var points = 0
        for step in 0... {
            let fixture = try SystemdBootFixture()
            try fixture.place.file("/etc/kernel/reeve-xen-cmdline", "")
            #expect(try await fixture.refresh().count == 1)
            let good = "reeve-\(try #require(try fixture.book().good)).conf"
            try fixture.pair("4.20", "6.12")
            let death = Countdown(step)
            var survived = true
            do {
                let entries = try await fixture.refresh(death.probe)
                try await fixture.arm(entries[0], entries, death.probe)
            } catch { survived = false }
            let next = try fixture.nextBoot()
            #expect(next.isOnce || next.file == good, "after \(step) changes")
            #expect(next.file.map(fixture.isWhole) == true, "after \(step) changes")
            _ = try fixture.nextBoot(starts: true)
            if next.isOnce { #expect(try fixture.book().trial != nil) }
            let after = try fixture.nextBoot()
            #expect(after == (good, false), "after \(step) changes")
            let entries = try await fixture.refresh()
            #expect(entries.count == 2)
            points = step
            if survived { break }
        }
        print("entries of systemd-boot: \(points) points of death")
        #expect(points > 10)
    }
}

extension SystemdBootFixture {
    fileprivate func breakFirmware() throws { try place.file("/run/broken-firmware") }

    /// The firmware has lost what it was told.
    fileprivate func forgetOneShot() throws {
        try DurableFile.remove(
            place.root.path("/sys/firmware/efi/efivars" / EFIVariableName.entryOneShot.fileName))
    }
}
