import ArgumentParser
import Lab

@main
struct LabControl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labctl", abstract: "Boot a real Xen host in QEMU, and drive it.",
        subcommands: [
            BuildCommand.self, BootCommand.self, ShellCommand.self, SnapshotsCommand.self, StopCommand.self,
            CleanCommand.self, DemoCommand.self,
        ])
}

extension DebianSuite: ExpressibleByArgument {}

extension BootLoader: ExpressibleByArgument {
    /// For help texts.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
