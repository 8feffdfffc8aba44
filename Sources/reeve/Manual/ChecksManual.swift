import Model

/// The text of reeve-checks(7): what `reeve doctor` looks at.
enum ChecksManual {
    static func page(date: String) -> ManualPage {
        var page = ManualPage(
            name: "reeve-checks", section: 7, summary: "what reeve doctor looks at on a Xen host", date: date)
        page.section("DESCRIPTION")
        page.paragraph(
            "reeve doctor looks at the host and tells each finding with its cause and its remedy. It changes nothing. Each check below has the name that stands in brackets behind its findings, and in the JSON as id."
        )
        page.paragraph(
            "An error is what does not work, or will not after the next boot; a warning will bite one day; a note is good to know. The exit status is 1 when a finding is an error."
        )
        page.paragraph(
            "Where a check cannot look, because only root may, or because Xen does not run, it is listed as not looked at, with the reason, and counts as no finding."
        )
        page.section("CHECKS")
        page.definitions(
            HealthCheck.all.map { check in
                (check.id, ["Looks at \(check.subject).", "Why: \(check.why)."])
            })
        page.section("SEE ALSO")
        page.paragraph("reeve(8), reeve-doctor(8), reeve.conf(5)")
        return page
    }
}
