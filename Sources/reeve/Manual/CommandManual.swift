/// Pages of section 8, from the argument parser and from what ``CommandNotes`` adds.
enum CommandManual {
    static func page(of command: CommandTree, date: String) -> ManualPage {
        let abstract = command.abstract ?? ""
        // "Xen" stands in every page's name line, so that apropos(1) finds it.
        let summary = abstract.prefix(1).lowercased() + abstract.dropFirst().prefix { $0 != "." }
        var page = ManualPage(
            name: command.page, section: 8, summary: summary.contains("Xen") ? summary : summary + " (Xen)", date: date)
        page.section("SYNOPSIS")
        page.synopsis(command.words.joined(separator: " "), command.synopsis)
        page.section("DESCRIPTION")
        page.paragraph(abstract)
        if let discussion = command.discussion { page.paragraph(discussion) }
        let notes = CommandNotes.of(command)
        notes.paragraphs.forEach { page.paragraph($0) }
        if !command.shownArguments.isEmpty {
            page.section("OPTIONS")
            page.definitions(command.shownArguments.map { ($0.usage, [$0.explanation]) })
        }
        if !command.shown.isEmpty {
            page.section("COMMANDS")
            page.definitions(
                command.shown.flatMap(\.all).filter { $0.shown.isEmpty }.map { ("\($0.page)(8)", [$0.abstract ?? ""]) })
        }
        if !notes.files.isEmpty {
            page.section("FILES")
            page.definitions(notes.files.map { ($0, [$1]) })
        }
        page.section("EXIT STATUS")
        page.definitions((notes.statuses + CommandNotes.everyStatus).sorted { $0.0 < $1.0 }.map { ("\($0)", [$1]) })
        if !notes.examples.isEmpty {
            page.section("EXAMPLES")
            for example in notes.examples {
                page.paragraph(example.purpose)
                page.literal(example.line)
            }
        }
        page.section("SEE ALSO")
        page.paragraph(notes.seeAlso.joined(separator: ", "))
        return page
    }
}

extension CommandTree {
    /// Each argument as the synopsis has it.
    fileprivate var synopsis: [String] {
        shownArguments.map { argument in
            let usage = argument.usage + (argument.isRepeating ? " ..." : "")
            return argument.isOptional ? "[\(usage)]" : usage
        }
    }
}

extension CommandTree.Argument {
    /// As it is typed: `--root DIR`, `FILES`.
    fileprivate var usage: String {
        let value = (valueName ?? "value").uppercased()
        let name = names?.first.map { ($0.kind == "long" ? "--" : "-") + $0.name }
        switch kind {
        case "flag": return name ?? value
        case "option": return "\(name ?? "") \(value)"
        default: return value
        }
    }

    fileprivate var explanation: String {
        var text = abstract ?? ""
        if let values = allValueStrings, !values.isEmpty { text += " One of: \(values.joined(separator: ", "))." }
        if let defaultValue, kind != "flag" { text += " Default: \(defaultValue)." }
        return text
    }
}
