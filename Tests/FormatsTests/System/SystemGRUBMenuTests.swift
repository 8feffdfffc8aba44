import Formats
import Testing

@Suite struct `GRUB's menu` {
    private static let text = """
        if [ -s $prefix/grubenv ]; then
          load_env
        fi
        if [ "${next_entry}" ] ; then
           set default="${next_entry}"
           set boot_once=true
        else
           set default="Debian GNU/Linux, with Xen hypervisor"
        fi
        function load_video {
          insmod all_video
        }
        menuentry 'Debian GNU/Linux' --class debian $menuentry_id_option 'gnulinux-simple-u' {
        \tlinux\t/boot/vmlinuz-6.1 root=UUID=u ro
        \tinitrd\t/boot/initrd.img-6.1
        }
        submenu 'Advanced (with Xen hypervisor)' $menuentry_id_option 'gnulinux-advanced-u' {
        \tmenuentry 'With Xen' --class xen --id 'xen-a' {
        \t\techo\t'Loading Xen 4.17-amd64 ...'
        \t\tif [ "$grub_platform" = "pc" -o "$grub_platform" = "" ]; then
        \t\t    xen_rm_opts=
        \t\tfi
        \t\tmultiboot2\t/boot/xen-4.17-amd64.gz placeholder dom0_mem=1G,max:1G  ${xen_rm_opts}
        \t\tmodule2\t/boot/vmlinuz-6.1 placeholder root=UUID=u ro
        \t\tmodule2\t--nounzip   /boot/initrd.img-6.1
        \t}
        }

        """

    private var menu: GRUBMenu { GRUBMenu(parsing: SourceText(name: "grub.cfg", bytes: Array(Self.text.utf8))) }

    private static let plain = GRUBMenu.Entry(
        title: "Debian GNU/Linux", id: "gnulinux-simple-u", kernel: ["/boot/vmlinuz-6.1", "root=UUID=u", "ro"],
        ramdisks: ["/boot/initrd.img-6.1"])

    @Test func `entries, submenus, files and words are those of grub-mkconfig`() {
        #expect(
            menu
                == GRUBMenu(
                    entries: [
                        Self.plain,
                        .init(
                            title: "Advanced (with Xen hypervisor)", id: "gnulinux-advanced-u",
                            entries: [
                                .init(
                                    title: "With Xen", id: "xen-a",
                                    hypervisor: ["/boot/xen-4.17-amd64.gz", "dom0_mem=1G,max:1G"],
                                    kernel: ["/boot/vmlinuz-6.1", "root=UUID=u", "ro"],
                                    ramdisks: ["/boot/initrd.img-6.1"])
                            ]),
                    ], chosen: "Debian GNU/Linux, with Xen hypervisor"))
    }

    @Test func `a saved entry stays a variable`() {
        let text = "if x; then\n set default=\"${next_entry}\"\nelse\n set default=\"${saved_entry}\"\nfi\n"
        #expect(
            GRUBMenu(parsing: SourceText(name: "", bytes: Array(text.utf8)))
                == GRUBMenu(chosen: "${saved_entry}"))
    }

    @Test(arguments: [
        ("0", ["Debian GNU/Linux"]), ("1", ["With Xen"]), ("1>0", ["With Xen"]), ("xen-a", []),
        ("gnulinux-advanced-u>xen-a", ["With Xen"]), ("Advanced (with Xen hypervisor)>With Xen", ["With Xen"]),
        ("gnulinux-simple-u", ["Debian GNU/Linux"]), ("7", []), ("0>0", []), ("", []),
    ])
    func `an entry is named by number, title or id, and by steps`(_ name: String, _ titles: [String]) {
        #expect(menu.entries(named: name).map(\.title) == titles)
    }

    @Test func `a file that ends in the middle has what was read so far`() {
        let menu = GRUBMenu(parsing: SourceText(name: "", bytes: Array("submenu a {\n menuentry b {\n linux /k".utf8)))
        #expect(menu.entries == [.init(title: "a", entries: [.init(title: "b", kernel: ["/k"])])])
    }
}
