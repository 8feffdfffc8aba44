import Formats
import Model

/// The guests of a host as a tree below its line, in columns.
struct StatusTree {
    let guests: [GuestStatus]
    /// Domains that are none of ours.
    let others: [XLList.Domain]
    let paint: Paint

    var text: String {
        let rows =
            guests.map(cells) + others.map { [$0.name, "foreign", "domain \($0.domid)", "\($0.memory) MiB", "", ""] }
        // Colors come after the columns are set: they take no room on the screen.
        let lines = TextTable(rows: rows).lines
        return lines.enumerated().map { index, line in
            let branch = index == lines.count - 1 ? "└─ " : "├─ "
            guard index < guests.count else { return branch + paint.dim(line) }
            let word = guests[index].standing.rawValue
            return branch
                + line.replacing(" \(word)", with: " " + painted(word, guests[index].standing), maxReplacements: 1)
        }.joined(separator: "\n")
    }

    private func cells(_ guest: GuestStatus) -> [String] {
        [
            guest.name.text, guest.standing.rawValue, guest.domid.map { "domain \($0)" } ?? "",
            guest.memory.map { "\($0) MiB" } ?? "", guest.since.map { "since \(Timestamp.exact($0))" } ?? "",
            guest.remark,
        ]
    }

    private func painted(_ word: String, _ standing: GuestStanding) -> String {
        switch standing {
        case .running: paint.green(word)
        case .failed, .unattended, .preserved: paint.red(word)
        case .starting, .stopping, .waiting, .restarting, .paused, .saved, .away, .arriving: paint.yellow(word)
        case .off, .unknown: paint.dim(word)
        }
    }
}
