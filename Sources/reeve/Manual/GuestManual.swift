import Formats
import Model

/// The text of reeve.guest(5).
enum GuestManual {
    static func page(date: String) -> ManualPage {
        var page = ManualPage(name: "reeve.guest", section: 5, summary: "a guest of a Xen host", date: date)
        page.section("SYNOPSIS")
        page.definitions([
            (
                "/etc/reeve/guests/NAME.cfg",
                ["A guest: an xl.cfg(5) file, or a symbolic link to one. The file's name is the guest's name."]
            ),
            (
                "/etc/reeve/guests/NAME.reeve",
                [
                    "Keys of Reeve for a guest whose xl.cfg(5) file is not to be touched: only keys that begin with reeve."
                ]
            ),
        ])
        page.section("DESCRIPTION")
        page.paragraph(
            "What xl knows is written as xl.cfg(5) says, and means what it means there. Keys that begin with reeve. are Reeve's: xl ignores keys that it does not know, so that xl create still takes the file. A key that stands in both files is an error."
        )
        page.paragraph(
            "A guest's name begins with a letter or a digit, goes on with letters, digits, dots, underscores and hyphens, has at most 63 characters, and is not all digits: xl would take it for a domain's number."
        )
        page.paragraph(
            "A UUID, and the MAC address of each interface, that are not written are derived from /etc/machine-id and the guest's name, so that they stay the same."
        )
        page.section("KEYS OF REEVE")
        page.definitions(
            GuestKey.all.map { key in
                (key.name, [key.documentation, "Value: \(key.kind.rawValue). Default: \(key.fallback)."])
            })
        page.definitions([
            (
                GuestKey.installPrefix + "KEY",
                [
                    "The value of a key of xl.cfg(5) for the installer's boot, in place of the guest's own; with +=, added to it. name, uuid, on_poweroff, on_reboot, on_crash and on_watchdog cannot differ, nor can the MAC address of an interface."
                ]
            )
        ])
        page.section("INSTALLING")
        page.paragraph(
            "A guest whose file has reeve.install keys has two recipes: its own, by which it is booted for years, and that of its installer, which reeve-guest-install(8) boots once. Both are of one guest, with one name, UUID and MAC address for each interface; neither is written over the other. Until it is installed, and when the installation did not come to the end that its keys describe, the guest is held: it is not started, and reeve status says why."
        )
        page.literal(installExample)
        page.section("KEYS OF XL")
        page.paragraph(
            "All keys of xl.cfg(5) up to Xen \(XenVersion.newestKnown). reeve check knows which of them the target version has."
        )
        page.definitions(
            XLKeyTable.guest.keys.sorted { $0.name < $1.name }.map { ($0.name, [description(of: $0)]) })
        page.section("EXAMPLES")
        page.paragraph("A guest that starts with the host, after another one:")
        page.literal(example)
        page.section("SEE ALSO")
        page.paragraph(
            "reeve(8), reeve-check(8), reeve-guest(8), reeve-guest-install(8), reeve.conf(5), xl.cfg(5), xl-disk-configuration(5), xl-network-configuration(5)"
        )
        return page
    }

    /// Its line, and who has it.
    private static func description(of key: XLKey) -> String {
        var text = key.summary
        if let guests = key.guests { text += " Only for \(guests.map(\.name).joined(separator: " and "))." }
        if key.since > .oldestKnown { text += " Since Xen \(key.since)." }
        switch key.retirement {
        case .replaced(let other)?: text += " Write \(other) instead."
        case .ignored(let advice)?: text += " Does nothing: \(advice)."
        case .leaving?: text += " Xen says that it will go."
        case nil: break
        }
        return text
    }

    static let installExample = """
        # /etc/reeve/guests/db.cfg
        name = "db"
        type = "pv"
        bootloader = "pygrub"
        memory = 1024
        disk = ["/dev/vg0/db,raw,xvda,rw"]
        vif = ["bridge=xenbr0"]

        reeve.install.without = ["bootloader"]
        reeve.install.kernel = "/srv/installer/vmlinuz"
        reeve.install.ramdisk = "/srv/installer/initrd.gz"
        reeve.install.extra = "auto=true url=http://192.0.2.1/preseed.cfg"
        reeve.install.complete = "verify"
        """

    static let example = """
        # /etc/reeve/guests/web.cfg
        name = "web"
        type = "pvh"
        kernel = "/boot/vmlinuz"
        ramdisk = "/boot/initrd.img"
        extra = "root=/dev/xvda1 console=hvc0"
        memory = 512
        disk = ["/dev/vg0/web,raw,xvda,rw"]
        vif = ["bridge=xenbr0"]

        reeve.start.auto = 1
        reeve.start.after = ["db"]
        reeve.ready.tcp = "192.0.2.7:443"
        reeve.stop.timeout = "3min"
        reeve.restart = "on-crash"
        """
}
