package import SystemPackage

/// How a scenario went, noted in `build/lab/results`: a line each with the suite, the outcome, seconds and the scenario.
///
/// `make lab-full` makes docs/lab-results.md of them.
package struct LabResult {
    package var scenario: String
    package var suite: DebianSuite
    package var attempts = 1
    package var passed = true
    private let begun = ContinuousClock.now

    package init(scenario: String, suite: DebianSuite) {
        self.scenario = scenario
        self.suite = suite
    }

    package static let file = LabFiles.artefacts.appending("results")

    private var outcome: String {
        switch (passed, attempts) {
        case (true, 1): "passed"
        case (true, _): "passed at the second attempt"
        case (false, _): "failed"
        }
    }

    /// Adds the line, timed from when the value was made.
    package func note() throws {
        let seconds = (ContinuousClock.now - begun).components.seconds
        let line = [suite.rawValue, outcome, String(seconds), scenario].joined(separator: "\t") + "\n"
        do {
            let file = try FileDescriptor.open(
                Self.file, .writeOnly, options: [.create, .append], permissions: FilePermissions(rawValue: 0o644))
            _ = try file.closeAfter { try file.writeAll(Array(line.utf8)) }
        } catch let error as Errno {
            throw LabError.file(Self.file, reason: error.description)
        }
    }
}
