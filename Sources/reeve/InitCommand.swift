import ArgumentParser
import Dom0
import Model

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first /etc/reeve from what the machine is and has.",
        discussion: """
            Guests in /etc/xen are taken over by links to their files, which stay as they are; what /etc/xen/auto started \
            goes on starting. Nothing that is in /etc/reeve already is touched, so a second run only adds what is new.
            """)

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let root = options.host().root
        let facts = await FactsReader(root: root, runner: nil).read()
        let initializer = Initializer(root: root, directory: options.directory)
        for step in initializer.plan(facts).steps {
            if let change = step.change { try initializer.carryOut(change) }
            print(step.line)
        }
        print("next: \"reeve check\" says what is wrong, \"reeve plan\" what would change")
    }
}
