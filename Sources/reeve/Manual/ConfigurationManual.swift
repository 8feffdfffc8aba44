import Model

/// The text of reeve.conf(5).
enum ConfigurationManual {
    static func page(date: String) -> ManualPage {
        var page = ManualPage(
            name: "reeve.conf", section: 5, summary: "what a Xen host and its guests should be", date: date)
        page.section("SYNOPSIS")
        page.definitions([
            ("/etc/reeve/host.conf", ["The host. Every key is optional; an empty or missing file is a good host."]),
            (
                "/etc/reeve/guests/NAME.cfg",
                ["A guest: an xl.cfg(5) file, or a symbolic link to one. The file's name is the guest's name."]
            ),
            (
                "/etc/reeve/guests/NAME.reeve",
                [
                    "Keys of Reeve for a guest whose xl.cfg(5) file is not to be touched. It holds only keys that begin with reeve."
                ]
            ),
        ])
        page.section("DESCRIPTION")
        page.paragraph(
            "All files have the syntax of xl.cfg(5): one assignment on a line, strings in quotes, numbers, lists in brackets, comments from # to the end of the line. Keys may carry dots."
        )
        page.paragraph(
            "In a guest's file, keys of xl.cfg(5) mean what they mean there, and keys that begin with reeve. are Reeve's. xl ignores keys that it does not know, so the file stays usable with xl alone."
        )
        page.paragraph(
            "A guest's name begins with a letter or a digit, goes on with letters, digits, dots, underscores and hyphens, has at most 63 characters, and is not all digits: xl would take it for a domain's number."
        )
        page.section("KEYS OF THE HOST")
        page.definitions(
            HostKey.all.map { key in
                (
                    key.name,
                    [key.documentation, "Value: \(key.kind.words). Default: \(key.fallback). Renders \(key.renders)."]
                )
            })
        page.paragraph(
            "Every key of xl.conf(5) can be written with xl. before it, as in xl.vif.default.bridge = \"br0\". The key is then set in /etc/xen/xl.conf; all else in that file stays as it is."
        )
        page.section("KEYS OF A GUEST")
        page.definitions(
            GuestKey.all.map { key in
                (key.name, [key.documentation, "Value: \(key.kind.rawValue). Default: \(key.fallback)."])
            })
        page.section("WHERE REEVE READS OTHERWISE THAN XL")
        page.paragraph(
            "xl takes much in silence that does not do what was meant. Reeve reports it with file, line and column: unknown and misspelt keys, values of the wrong type, disk, vif and pci specifications that are wrong, keys that the target version of Xen does not have. Numbers with a leading zero are octal to xl; Reeve warns."
        )
        page.section("SEE ALSO")
        page.paragraph("reeve(8), xl.cfg(5), xl.conf(5)")
        return page
    }
}
