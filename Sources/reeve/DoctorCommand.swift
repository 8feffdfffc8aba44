import ArgumentParser
import Dom0
import Model

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what is wrong with the host, why it matters, and what mends it.",
        discussion: """
            Changes nothing. The exit status is 1 when a finding is an error, else 0. What cannot be looked at, as what only \
            root may read, is said. reeve-checks(7) lists everything that is looked at.
            """)

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let host = options.host()
        let loaded = await SpecificationLoader(root: host.root, directory: options.directory).load()
        let isMachine = host.root == Root()
        // try?: without a toolstack that fits there is no view, and a check says so.
        if isMachine, let xl = try? ToolstackReader(root: host.root).choose("xl"), xl.isKept {
            // try?: who is not root sees less, and is told so.
            try? xl.enterView(root: host.root)
        }
        let facts = await HealthReader(root: host.root, runner: isMachine ? host.runner : nil).read(
            for: loaded)
        let report = DoctorReport(Diagnosis(of: facts))
        print(json ? try report.json() : report.text(Paint(isOn: Terminal.takesColor)))
        if report.diagnosis.hasErrors { throw ExitCode.failure }
    }
}
