import ArgumentParser
import Dom0
import Model
import SystemPackage

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first /etc/reeve from what the machine is and has.",
        discussion: """
            Guests in /etc/xen are taken over by links to their files, which stay as they are; what /etc/xen/auto started \
            goes on starting. Nothing that is in /etc/reeve already is touched, so a second run only adds what is new.
            """)

    @Option(help: "The directory of the configuration.")
    var config: String = "/etc/reeve"

    @Option(help: "Act on the machine below this directory.")
    var root: String = "/"

    func run() async throws {
        guard let directory = HostPath(config) else { throw ValidationError("\"\(config)\" is not an absolute path") }
        let place = Root(FilePath(root))
        let facts = await FactsReader(root: place, runner: nil).read()
        let initializer = Initializer(root: place, directory: directory)
        for step in initializer.plan(facts).steps {
            if let change = step.change { try initializer.carryOut(change) }
            print(step.line)
        }
        print("next: \"reeve check\" says what is wrong, \"reeve plan\" what would change")
    }
}
