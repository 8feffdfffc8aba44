import ArgumentParser

@main
struct LabControl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labctl", abstract: "Boot a real Xen host in QEMU, and drive it.")
}
