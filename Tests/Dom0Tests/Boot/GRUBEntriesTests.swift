import Formats
import Model
import Subprocess
import SystemPackage
import Testing

/// The menu that Reeve writes, and GRUB's own judgement of it.
@Suite struct `the menu for GRUB` {
    private static func entry(_ version: String, xen: [String] = [], kernel: [String] = ["root=/dev/vda1"]) -> BootEntry
    {
        BootEntry(
            BootPair(hypervisor: version, kernel: "6.1", xenWords: xen, kernelWords: kernel),
            files: [
                .hypervisor: .init("/boot/xen.gz", digest: "a"), .kernel: .init("/boot/vmlinuz", digest: "b"),
                .initrd: .init("/boot/initrd", digest: "c"),
            ])
    }

    private static let good = entry("4.17-amd64", xen: ["dom0_mem=1G,max:1G"])
    private static let new = entry(
        "4.20-amd64", xen: ["com1=115200,8n1", "a='$b", "ucode=scan;x"],
        kernel: ["root=UUID=1", "x=\"a b\"", "panic=5"])
    private static let place = GRUBEntries.Place(fileSystem: "0a1b-2c3d", path: "/reeve")

    private static let books = [
        BootBook(), BootBook(good: good.id), BootBook(good: good.id, previous: new.id, pinned: [new.id, good.id]),
        BootBook(
            good: good.id, trial: BootTrial(entry: new.id, fallback: good.id, limit: 600, phase: .armed(boot: "1"))),
    ]

    @Test(arguments: books)
    func `is a script that GRUB takes`(book: BootBook) async throws {
        let text = GRUBEntries(Self.place, entries: [Self.new, Self.good], book: book).text
        let result = try await Subprocess.run(
            .name("grub-script-check"), input: .string(text), output: .discarded, error: .string(limit: 4096))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)\n\(text)")
    }

    @Test func `boots the good entry, and a trial once that cannot happen twice`() {
        let text = GRUBEntries(Self.place, entries: [Self.good], book: Self.books[1]).text
        let path = "/reeve/\(Self.good.id)"
        #expect(
            text == """
                # Written by reeve; "reeve boot list" shows what this offers.
                insmod gzio
                search --no-floppy --fs-uuid --set=root 0a1b-2c3d
                if [ -z "${boot_once}" ]; then
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
        let text = GRUBEntries(Self.place, entries: [Self.new, Self.good], book: Self.books[3]).text
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
                    if hashsum --hash sha256 --check /reeve/\(Self.new.id)/sums --prefix /reeve/\(Self.new.id); then
                      set default=\(Self.new.id)-trial
                    fi
                  fi
                fi

                """))
        #expect(text.contains("'ucode=scan;x' watchdog ${reeve_words}; then\n    true\n  else\n    reboot\n  fi\n"))
        #expect(text.contains(" panic=5 reeve.trial=900 reeve.entry=\(Self.new.id); then\n"))
    }
}
