import Formats
import Model
import Testing

@Suite struct `boot entries` {
    @Test func `a name tells hypervisor, kernel and contents, in letters that every loader takes`() {
        #expect(BootSamples.old.id.description.hasPrefix("xen4.17-amd64-linux6.1.0-56-amd64-"))
        #expect(BootSamples.new.id.description.hasPrefix("xen4.20-amd64-linux6.12.57_deb13-amd64-"))
        #expect(BootEntryID(BootSamples.new.id.description) == BootSamples.new.id)
    }

    @Test func `another content or another word is another entry`() {
        let same = BootSamples.entry("4.17-amd64", "6.1.0-56-amd64")
        let changed = BootSamples.entry("4.17-amd64", "6.1.0-56-amd64", digest: "x")
        let words = BootSamples.entry("4.17-amd64", "6.1.0-56-amd64", xen: ["dom0_mem=2048M"])
        #expect(same.id == BootSamples.old.id)
        #expect(Set([same.id, changed.id, words.id]).count == 3)
    }

    @Test(arguments: [
        "", "xen", "xen4.17/..", "xen 4", "xen4.17+3", "linux6", "xen4\n", String(repeating: "x", count: 200),
    ])
    func `what is no name is none`(text: String) {
        #expect(BootEntryID(text) == nil)
    }

    @Test func `a record comes back as it was, and not when a byte of it is another`() {
        var entry = BootSamples.new
        entry.pair.kernelWords += ["a=\"b c\"", "x%y", ""]
        #expect(BootEntry(parsing: entry.text, in: .boot) == entry)
        let text = Array(entry.text.utf8)
        for index in stride(from: 0, to: text.count, by: 3) {
            var broken = text
            broken[index] ^= 1
            #expect(BootEntry(parsing: String(decoding: broken, as: UTF8.self), in: .boot) != entry)
        }
        for count in stride(from: 0, to: text.count, by: 7) {
            #expect(BootEntry(parsing: String(decoding: text.prefix(count), as: UTF8.self), in: .boot) == nil)
        }
    }

    @Test func `the newer Xen comes first, then the newer kernel`() {
        let pairs = [
            BootSamples.entry("4.9-amd64", "6.1.0-56-amd64"), BootSamples.old,
            BootSamples.entry("4.17-amd64", "6.1.0-9-amd64"), BootSamples.new,
        ].map(\.pair)
        #expect(
            pairs.sorted(by: >).map { "\($0.hypervisor) \($0.kernel)" } == [
                "4.20-amd64 6.12.57+deb13-amd64", "4.17-amd64 6.1.0-56-amd64", "4.17-amd64 6.1.0-9-amd64",
                "4.9-amd64 6.1.0-56-amd64",
            ])
        #expect(BootSamples.new.pair.version == XenVersion(4, 20))
    }

    @Test func `a kernel's command line names its entry`() {
        let words = "placeholder root=/dev/vda1 reeve.entry=\(BootSamples.old.id) quiet".split(separator: " ")
        #expect(BootPair.entry(in: words) == BootSamples.old.id)
        #expect(BootPair.entry(in: ["reeve.entry=../x"]) == nil)
        #expect(BootPair.entry(in: ["root=/dev/vda1"]) == nil)
    }

    @Test func `apt is told what it must not remove by itself`() {
        #expect(
            PackageProtection.text(for: [BootSamples.new, BootSamples.new]) == """
                // Written by reeve: packages of the boot entries that this host comes back to.
                APT::NeverAutoRemove {
                  "^libxenmisc4\\.20$";
                  "^linux-image-6\\.12\\.57\\+deb13-amd64$";
                  "^linux-modules-6\\.12\\.57\\+deb13-amd64$";
                  "^xen-hypervisor-4\\.20-amd64$";
                  "^xen-utils-4\\.20$";
                };

                """)
    }

    @Test func `the generated menu is where pairs and their words come from`() throws {
        let text = """
            menuentry 'Debian, with Xen hypervisor' --id 'simple' {
            \tmultiboot2 /boot/xen-4.17-amd64.gz placeholder dom0_mem=1G ${xen_rm_opts}
            \tmodule2 /boot/vmlinuz-6.1.0-9-amd64 placeholder root=/dev/vda1 ro quiet
            \tmodule2 --nounzip /boot/initrd.img-6.1.0-9-amd64
            }
            submenu 'more' {
            menuentry 'the same again' { 
            \tmultiboot2 /boot/xen-4.17-amd64.gz placeholder dom0_mem=1G
            \tmodule2 /boot/vmlinuz-6.1.0-9-amd64 placeholder root=/dev/vda1 ro quiet
            \tmodule2 --nounzip /boot/initrd.img-6.1.0-9-amd64
            }
            menuentry 'Xen (recovery mode)' {
            \tmultiboot2 /boot/xen-4.17-amd64.gz placeholder
            \tmodule2 /boot/vmlinuz-6.1.0-9-amd64 placeholder root=/dev/vda1 ro single
            \tmodule2 --nounzip /boot/initrd.img-6.1.0-9-amd64
            }
            menuentry 'dead' {
            \tmultiboot2 /boot/xen-4.17-amd64.efi placeholder
            \tmodule2 /boot/vmlinuz-6.1.0-9-amd64 placeholder root=/dev/vda1
            \tmodule2 --nounzip /boot/initrd.img-6.1.0-9-amd64
            }
            menuentry 'gone' {
            \tmultiboot2 /boot/xen-4.11-amd64.gz placeholder
            \tmodule2 /boot/vmlinuz-4.19.0-1-amd64 placeholder root=/dev/vda1
            \tmodule2 --nounzip /boot/initrd.img-4.19.0-1-amd64
            }
            menuentry 'Linux alone' { linux /boot/vmlinuz-6.1.0-9-amd64 root=/dev/vda1
            }
            }

            """
        let menu = GRUBMenu(parsing: SourceText(name: "grub.cfg", bytes: Array(text.utf8)))
        let sources = BootSource.sources(in: menu) { $0.contains("4.19") ? nil : HostPath($0) }
        #expect(
            sources == [
                BootSource(
                    BootPair(
                        hypervisor: "4.17-amd64", kernel: "6.1.0-9-amd64", xenWords: ["dom0_mem=1G"],
                        kernelWords: ["root=/dev/vda1", "ro", "quiet"]),
                    files: [
                        .hypervisor: "/boot/xen-4.17-amd64.gz", .kernel: "/boot/vmlinuz-6.1.0-9-amd64",
                        .initrd: "/boot/initrd.img-6.1.0-9-amd64",
                    ], in: .boot)
            ])
        let programs: [HostPath] = ["/boot/xen-4.17-arm64.efi", "/usr/lib/efi/xen-4.17-amd64.efi"]
        let chainloaded = try #require(sources[0].chainloaded(from: programs, in: .systemPartition("/efi")))
        #expect(chainloaded.pair == sources[0].pair && chainloaded.place == .systemPartition("/efi"))
        #expect(chainloaded.files[.hypervisor] == programs[1])
        #expect(chainloaded.files[.kernel] == sources[0].files[.kernel])
        #expect(sources[0].chainloaded(from: [programs[0]], in: .systemPartition("/efi")) == nil)
    }
}
