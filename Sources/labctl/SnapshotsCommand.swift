import ArgumentParser
import Lab

struct SnapshotsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshots", abstract: "List the hosts of this checkout and their snapshots.")

    func run() async throws {
        for host in try await LabHost.all() {
            let state = host.machine.isOn ? "runs" : "off"
            print("\(host.directory)  \(state)  \(try await host.snapshots().joined(separator: " "))")
        }
    }
}

struct CleanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean", abstract: "Turn the hosts off and remove them; remove images of other recipes.")

    func run() async throws {
        for host in try await LabHost.all() { await host.machine.cutPower() }
        try await LabHost.removeAll()
        try await Image.forget(days: -1)
    }
}
