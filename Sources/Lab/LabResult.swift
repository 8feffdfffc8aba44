package import SystemPackage

/// How a scenario went, noted in `build/lab/results`: a line each with the suite, the outcome, seconds, the scenario,
/// and why attempts failed.
///
/// `make lab-full` makes docs/lab-results.md of them; a run ends with what failed in it and what it left out.
package struct LabResult {
    package var scenario: String
    package var suite: DebianSuite
    /// What each failed attempt ended with.
    package var failures: [String] = []
    /// Whether there was no time for it.
    package var isLeftOut = false
    private let begun = ContinuousClock.now

    package init(scenario: String, suite: DebianSuite) {
        self.scenario = scenario
        self.suite = suite
    }

    package static let file = LabFiles.artefacts.appending("results")

    private var outcome: String {
        switch failures.count {
        case _ where isLeftOut: "left out"
        case 0: "passed"
        case 1: "passed at the second attempt"
        default: "failed"
        }
    }

    /// Adds the line, timed from when the value was made.
    package func note() throws {
        let seconds = (ContinuousClock.now - begun).components.seconds
        // One line, whatever a program said.
        let reasons = failures.map { $0.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ") }
        let columns = [suite.rawValue, outcome, String(seconds), scenario, reasons.joined(separator: "; then ")]
        let line = columns.joined(separator: "\t") + "\n"
        do {
            let file = try FileDescriptor.open(
                Self.file, .writeOnly, options: [.create, .append], permissions: FilePermissions(rawValue: 0o644))
            _ = try file.closeAfter { try file.writeAll(Array(line.utf8)) }
        } catch let error as Errno {
            throw LabError.file(Self.file, reason: error.description)
        }
    }
}
