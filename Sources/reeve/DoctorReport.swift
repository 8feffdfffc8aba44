import Formats
import Model

/// What `reeve doctor` found, as a person or a program reads it.
struct DoctorReport {
    let diagnosis: Diagnosis

    init(_ diagnosis: Diagnosis) {
        self.diagnosis = diagnosis
    }

    /// Each finding with its cause and its remedy, what could not be looked at, and a last line that counts.
    func text(_ paint: Paint) -> String {
        var lines: [String] = []
        for finding in diagnosis.findings {
            lines.append("\(painted(finding.severity, paint)): \(finding.seen) [\(finding.id)]")
            lines.append("  \(finding.why)")
            lines.append("  = \(finding.remedy)")
            if let command = finding.command { lines.append("    " + paint.bold(command)) }
            lines.append("")
        }
        for (reason, ids) in hidden {
            lines.append(paint.dim("not looked at: \(ids.joined(separator: ", ")) (\(reason))"))
        }
        return (lines + [summary]).joined(separator: "\n")
    }

    private func painted(_ severity: Diagnostic.Severity, _ paint: Paint) -> String {
        switch severity {
        case .error: paint.red(severity.rawValue)
        case .warning: paint.yellow(severity.rawValue)
        case .note: paint.cyan(severity.rawValue)
        }
    }

    /// The checks that could not look, by their reason, in the order of the table.
    private var hidden: [(reason: String, ids: [String])] {
        diagnosis.unseen.reduce(into: []) { groups, unseen in
            if let index = groups.firstIndex(where: { $0.reason == unseen.reason }) {
                groups[index].ids.append(unseen.id)
            } else {
                groups.append((unseen.reason, [unseen.id]))
            }
        }
    }

    private var summary: String {
        let counts = ([.error, .warning, .note] as [Diagnostic.Severity]).map { severity in
            let count = diagnosis.count(severity)
            return "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
        }
        return "\(diagnosis.checks) checks: " + counts.joined(separator: ", ")
    }
}

// MARK: - JSON

extension DoctorReport {
    /// The stable form for programs.
    func json() throws -> String {
        try Report(
            version: 1, checks: diagnosis.checks, errors: diagnosis.count(.error), warnings: diagnosis.count(.warning),
            notes: diagnosis.count(.note),
            findings: diagnosis.findings.map {
                .init(
                    id: $0.id, severity: $0.severity.rawValue, seen: $0.seen, why: $0.why, remedy: $0.remedy,
                    command: $0.command)
            },
            notLookedAt: diagnosis.unseen.map { .init(id: $0.id, reason: $0.reason) }
        ).json()
    }

    private struct Report: Encodable {
        struct Item: Encodable {
            let id, severity, seen, why, remedy: String
            let command: String?
        }

        struct Unseen: Encodable {
            let id, reason: String
        }

        let version: Int
        let checks, errors, warnings, notes: Int
        let findings: [Item]
        let notLookedAt: [Unseen]
    }
}
