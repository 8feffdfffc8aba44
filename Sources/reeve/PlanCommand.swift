import ArgumentParser
import Dom0
import Model

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what apply would change, and why.",
        discussion: """
            Changes nothing. The exit status is 0 when there is nothing to do, 2 when there are changes to make, and 65 \
            when the configuration has errors. Of files that only root reads, no content is shown.
            """)

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let host = options.host()
        let rendering = try await Desired(options, host).rendering
        let state = StateDirectory(host.root)
        let situation = try state.situation(.configuration(rendering.tree), obstacles: rendering.obstacles)
        if json {
            print(try PlanReport(situation, notes: rendering.notes).json())
        } else {
            let paint = Paint(isOn: Terminal.takesColor)
            print(try PlanText(situation: situation, notes: rendering.notes, state: state, paint: paint).text())
        }
        if !situation.isConverged { throw ExitStatus.changes }
    }
}
