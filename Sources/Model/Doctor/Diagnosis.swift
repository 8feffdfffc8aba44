package import Formats

/// Everything that the checks found, and what they could not look at.
package struct Diagnosis: Sendable, Equatable {
    /// Errors first; of the same severity in the order of the table.
    package var findings: [Finding]
    package var unseen: [Unseen]
    /// How many checks there are.
    package var checks: Int

    /// A check that has nothing to say, because it could not look.
    package struct Unseen: Sendable, Equatable {
        package var id: String
        package var reason: String

        package init(id: String, reason: String) {
            self.id = id
            self.reason = reason
        }
    }

    package init(findings: [Finding] = [], unseen: [Unseen] = [], checks: Int = 0) {
        self.findings = findings
        self.unseen = unseen
        self.checks = checks
    }

    /// Runs the checks over what is known of a host.
    package init(of facts: HealthFacts, checks: [HealthCheck] = HealthCheck.all) {
        self.init(checks: checks.count)
        for check in checks {
            do {
                findings += try check.look(facts).map { observation in
                    Finding(
                        id: check.id, observation.severity, seen: observation.seen,
                        why: observation.why ?? check.why, remedy: observation.remedy, command: observation.command)
                }
            } catch {
                unseen.append(Unseen(id: check.id, reason: error.reason))
            }
        }
        findings = Self.severities.flatMap { severity in findings.filter { $0.severity == severity } }
    }

    package var hasErrors: Bool { findings.contains { $0.severity == .error } }

    package func count(_ severity: Diagnostic.Severity) -> Int {
        findings.count { $0.severity == severity }
    }

    private static let severities: [Diagnostic.Severity] = [.error, .warning, .note]
}
