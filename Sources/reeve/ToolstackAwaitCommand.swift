import ArgumentParser
import Dom0
import Model

struct ToolstackAwaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "await",
        abstract: "Wait until a host daemon answers.",
        discussion: "xenstored.service runs it, so that the units after it find a store that works.",
        shouldDisplay: false)

    enum Program: String, CaseIterable, ExpressibleByArgument { case xenstored }

    @Argument(help: "The daemon.")
    var program: Program

    @Option(help: "How many seconds to wait.")
    var timeout: Int = 45

    func run() async throws {
        try await StoreReadiness.wait(root: Root(), clock: ContinuousClock(), within: .seconds(timeout))
    }
}
