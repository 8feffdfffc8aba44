import ArgumentParser
import Dom0
import Model

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first /etc/reeve from what the machine is and has.",
        discussion: """
            What GRUB or xen.efi says to Xen, xl.conf and the variables of xencommons and xendomains say becomes keys of \
            host.conf, each with a comment that says where it comes from; what no key can say is told. Guests in /etc/xen \
            are taken over by links to their files, which stay as they are; what xendomains started goes on starting. \
            Nothing that is in /etc/reeve already is touched, so a second run only adds what is new.
            """)

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let host = options.host()
        let root = host.root
        let facts = await FactsReader(root: root, runner: root == Root() ? host.runner : nil).read()
        let initializer = Initializer(root: root, directory: options.directory)
        for step in initializer.plan(facts).steps {
            if let change = step.change { try initializer.carryOut(change) }
            print(step.line)
        }
        print("next: \"reeve check\" says what is wrong, \"reeve plan\" what would change")
    }
}
