import Formats
import Model
import Subprocess
import SystemPackage
import Testing

/// The menu that Reeve writes, and GRUB's own judgement of it.
@Suite struct `the menu for GRUB` {
    private static func entry(
        _ version: String, xen: [String] = [], kernel: [String] = ["root=/dev/vda1"], in place: BootPlace = .boot
    ) -> BootEntry {
        BootEntry(
            BootPair(hypervisor: version, kernel: "6.1", xenWords: xen, kernelWords: kernel),
            files: [
                .hypervisor: .init("/boot/xen.gz", digest: "a"), .kernel: .init("/boot/vmlinuz", digest: "b"),
                .initrd: .init("/boot/initrd", digest: "c"),
            ], in: place)
    }

    private static let good = entry("4.17-amd64", xen: ["dom0_mem=1G,max:1G"])
    private static let new = entry(
        "4.20-amd64", xen: ["com1=115200,8n1", "a='$b", "ucode=scan;x"],
        kernel: ["root=UUID=1", "x=\"a b\"", "panic=5"])
    private static let program = entry("4.18-amd64", xen: ["dom0_mem=2G"], in: system)
    private static let system = BootPlace.systemPartition("/boot/efi")
    private static let volumes: [BootPlace: GRUBEntries.Volume] = [
        .boot: .init(fileSystem: "0a1b-2c3d", path: "/"), system: .init(fileSystem: "1234-ABCD", path: "/"),
    ]

    private static let books = [
        BootBook(), BootBook(good: good.id), BootBook(good: good.id, previous: new.id, pinned: [new.id, good.id]),
        BootBook(
            good: good.id, trial: BootTrial(entry: new.id, fallback: good.id, limit: 600, phase: .armed(boot: "1"))),
        BootBook(
            good: good.id, previous: program.id,
            trial: BootTrial(entry: program.id, fallback: good.id, limit: 600, phase: .armed(boot: "1"))),
    ]

    @Test(arguments: books)
    func `is a script that GRUB takes`(book: BootBook) async throws {
        let text = GRUBEntries(Self.volumes, entries: [Self.new, Self.program, Self.good], book: book).text
        let result = try await Subprocess.run(
            .name("grub-script-check"), input: .string(text), output: .discarded, error: .string(limit: 4096))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)\n\(text)")
    }

    @Test func `boots the good entry, and a trial once that cannot happen twice`() {
        let text = GRUBEntries(Self.volumes, entries: [Self.good], book: Self.books[1]).text
        let path = "/reeve/\(Self.good.id)"
        #expect(
            text == """
                # Written by reeve; "reeve boot list" shows what this offers.
                insmod gzio
                if [ -z "${boot_once}" ]; then
                  search --no-floppy --fs-uuid --set=root 0a1b-2c3d
                  if [ -f \(path)/xen.gz -a -f \(path)/vmlinuz -a -f \(path)/initrd ]; then set default=\(Self.good.id); fi
                fi

                menuentry 'Xen 4.17-amd64 and Linux 6.1' --class xen --id '\(Self.good.id)' {
                  search --no-floppy --fs-uuid --set=root 0a1b-2c3d
                  if [ "${grub_platform}" = "efi" ]; then
                    set reeve_words="no-real-mode edd=off"
                  else
                    set reeve_words=
                  fi
                  multiboot2 /reeve/\(Self.good.id)/xen.gz placeholder dom0_mem=1G,max:1G ${reeve_words}
                  module2 /reeve/\(Self.good.id)/vmlinuz placeholder root=/dev/vda1 reeve.entry=\(Self.good.id)
                  module2 --nounzip /reeve/\(Self.good.id)/initrd
                }

                """)
    }

    @Test func `marks a trial, and has Xen and the kernel end what hangs`() throws {
        let text = GRUBEntries(Self.volumes, entries: [Self.new, Self.good], book: Self.books[3]).text
        let menu = GRUBMenu(parsing: SourceText(name: "reeve.cfg", bytes: Array(text.utf8)))
        #expect(menu.entries.map(\.id) == [Self.new.id.description, Self.good.id.description, "\(Self.new.id)-trial"])
        #expect(
            menu.entries[0].kernel.dropFirst() == ["root=UUID=1", "x=\"a b\"", "panic=5", "reeve.entry=\(Self.new.id)"])
        #expect(menu.entries[0].hypervisor.dropFirst() == ["com1=115200,8n1", "a='$b", "ucode=scan;x"])
        #expect(
            text.contains(
                """
                if [ -z "${boot_once}" -a "${reeve_trial}" = "\(Self.new.id)" ]; then
                  set reeve_trial=
                  # Only once it cannot happen twice.
                  if save_env --file ${prefix}/reeve.env reeve_trial; then
                    insmod hashsum
                    insmod gcry_sha256
                    search --no-floppy --fs-uuid --set=root 0a1b-2c3d
                    # With Secure Boot GRUB may have no hashsum: signatures are looked at then.
                    if [ "${lockdown}" = "y" ]; then
                      set default=\(Self.new.id)-trial
                    elif hashsum --hash sha256 --check /reeve/\(Self.new.id)/sums --prefix /reeve/\(Self.new.id); then
                      set default=\(Self.new.id)-trial
                    fi
                  fi
                fi

                """))
        #expect(text.contains("'ucode=scan;x' watchdog ${reeve_words}; then\n    true\n  else\n    reboot\n  fi\n"))
        #expect(text.contains(" panic=5 reeve.trial=900 reeve.entry=\(Self.new.id); then\n"))
    }

    @Test func `chainloads xen_efi from its own file system, beside entries of the other kind`() {
        let text = GRUBEntries(Self.volumes, entries: [Self.program, Self.good], book: Self.books[4]).text
        let (id, good) = (Self.program.id, Self.good.id)
        let path = "/EFI/reeve/\(id)"
        #expect(
            text == """
                # Written by reeve; "reeve boot list" shows what this offers.
                insmod gzio
                insmod part_gpt
                insmod part_msdos
                insmod fat
                insmod chain
                if [ -z "${boot_once}" ]; then
                  search --no-floppy --fs-uuid --set=root 1234-ABCD
                  if [ -f \(path)/xen.efi -a -f \(path)/vmlinuz -a -f \(path)/initrd -a -f \(path)/xen.cfg ]; then set default=\(id); fi
                  search --no-floppy --fs-uuid --set=root 0a1b-2c3d
                  if [ -f /reeve/\(good)/xen.gz -a -f /reeve/\(good)/vmlinuz -a -f /reeve/\(good)/initrd ]; then set default=\(good); fi
                fi
                set reeve_trial=
                if [ -s ${prefix}/reeve.env ]; then
                  load_env --file ${prefix}/reeve.env reeve_trial
                fi
                if [ -z "${boot_once}" -a "${reeve_trial}" = "\(id)" ]; then
                  set reeve_trial=
                  # Only once it cannot happen twice.
                  if save_env --file ${prefix}/reeve.env reeve_trial; then
                    insmod hashsum
                    insmod gcry_sha256
                    search --no-floppy --fs-uuid --set=root 1234-ABCD
                    # With Secure Boot GRUB may have no hashsum: signatures are looked at then.
                    if [ "${lockdown}" = "y" ]; then
                      set default=\(id)-trial
                    elif hashsum --hash sha256 --check \(path)/sums --prefix \(path); then
                      set default=\(id)-trial
                    fi
                  fi
                fi

                menuentry 'Xen 4.18-amd64 and Linux 6.1' --class xen --id '\(id)' {
                  search --no-floppy --fs-uuid --set=root 1234-ABCD
                  chainloader \(path)/xen.efi xen.efi -cfg=xen.cfg
                }

                menuentry 'Xen 4.17-amd64 and Linux 6.1' --class xen --id '\(good)' {
                  search --no-floppy --fs-uuid --set=root 0a1b-2c3d
                  if [ "${grub_platform}" = "efi" ]; then
                    set reeve_words="no-real-mode edd=off"
                  else
                    set reeve_words=
                  fi
                  multiboot2 /reeve/\(good)/xen.gz placeholder dom0_mem=1G,max:1G ${reeve_words}
                  module2 /reeve/\(good)/vmlinuz placeholder root=/dev/vda1 reeve.entry=\(good)
                  module2 --nounzip /reeve/\(good)/initrd
                }

                menuentry 'Xen 4.18-amd64 and Linux 6.1 (on trial)' --class xen --id '\(id)-trial' {
                  search --no-floppy --fs-uuid --set=root 1234-ABCD
                  if chainloader \(path)/xen.efi xen.efi -cfg=trial.cfg; then
                    boot
                  fi
                  reboot
                }

                """)
    }
}
