import Formats
import Model

/// The text of reeve.conf(5).
enum ConfigurationManual {
    static func page(date: String) -> ManualPage {
        var page = ManualPage(
            name: "reeve.conf", section: 5, summary: "what a Xen host should be", date: date)
        page.section("SYNOPSIS")
        page.definitions([
            ("/etc/reeve/host.conf", ["The host. Every key is optional; an empty or missing file is a good host."]),
            ("/etc/reeve/guests/NAME.cfg", ["A guest; see reeve.guest(5)."]),
        ])
        page.section("DESCRIPTION")
        page.paragraph(
            "All files have the syntax of xl.cfg(5): one assignment on a line, strings in quotes, numbers, lists in brackets, comments from # to the end of the line. Keys may carry dots."
        )
        page.section("KEYS OF THE HOST")
        page.definitions(
            HostKey.all.map { key in
                (
                    key.name,
                    [
                        key.documentation,
                        "Value: \(key.kind.words). Default: \(key.fallback). Renders \(key.renders)."
                            + (key.since > .oldestKnown ? " Since Xen \(key.since)." : ""),
                    ]
                )
            })
        page.paragraph(
            "Every key of xl.conf(5) can be written with xl. before it, as in xl.vif.default.bridge = \"br0\". The key is then set in /etc/xen/xl.conf; all else in that file stays as it is."
        )
        page.paragraph(
            "A key with NAME in it is one for each name that is put there, as network.bridge.xenbr0.uplink = \"eth0\". The files of networks are written for systemd-networkd, ifupdown (with bridge-utils or ifupdown2) or NetworkManager, whichever has the uplink or runs; a file of the admin's that means the same interface is never touched: plan names it, and apply does nothing until it is out of the way. Bridges of netctl are left to netctl; guests start after its profiles."
        )
        page.section("NAMES FROM ELSEWHERE")
        page.paragraph("These names are recognised in host.conf, and answered with what to write instead.")
        for origin in ForeignName.Origin.allCases {
            page.paragraph("\(origin.title):")
            page.definitions(
                ForeignName.all.filter { $0.origin == origin }.map { ($0.name, [$0.advice]) })
        }
        page.section("WHERE REEVE READS OTHERWISE THAN XL")
        page.paragraph(
            "xl takes much in silence that does not do what was meant. Reeve reports it with file, line and column: unknown and misspelt keys, values of the wrong type, disk, vif and pci specifications that are wrong, keys that the target version of Xen does not have. Numbers with a leading zero are octal to xl; Reeve warns."
        )
        page.section("SEE ALSO")
        page.paragraph("reeve(8), reeve-check(8), reeve.guest(5), xl.conf(5), xen-command-line(7)")
        return page
    }
}
