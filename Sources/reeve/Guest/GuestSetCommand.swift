import ArgumentParser
import Dom0
import Formats
import Model
import SystemPackage

struct GuestSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change a guest's file, and the running guest as far as Xen can.",
        discussion: """
            A CHANGE is KEY=VALUE, LIST+=ELEMENT, LIST-=ELEMENT, or KEY= to take the key out; keys are those of xl.cfg(5) and \
            reeve.guest(5). A VALUE that begins with a quote or a bracket is read as in a file. A disk is called by its virtual device or its target, an interface by its MAC address or its \
            number from 0. Comments stay. Memory within maxmem, CPUs within maxvcpus, disks, CDs and interfaces change at \
            once; it says what waits for the guest's next boot.
            """)

    @OptionGroup var arguments: GuestArguments

    @Argument(help: ArgumentHelp("What to change.", valueName: "change"))
    var changes: [String]

    @Flag(help: "Only show what would change.")
    var plan = false

    @Flag(help: "Only change the file: all of it waits for the guest's next boot.")
    var nextBoot = false

    func validate() throws {
        do { _ = try edits() } catch { throw ValidationError("\(error)") }
    }

    private func edits() throws(GuestEditError) -> [GuestEdit] {
        try changes.map { text throws(GuestEditError) in try GuestEdit(parsing: text) }
    }

    func run() async throws {
        let edits = try edits()
        let context = arguments.context
        // try?: without Xen there is nothing that runs.
        let live = (try? context.machine()).map { GuestLiveChange(machine: $0, name: arguments.name) }
        let editor = GuestEditor(root: context.host.root, configuration: context.configuration)
        let result = try editor.edit(arguments.name, edits)
        for diagnostic in result.diagnostics {
            Terminal.complain(diagnostic.rendered(source: result.documents[diagnostic.file]?.source))
        }
        guard !result.hasErrors else {
            Terminal.complain("reeve: nothing was changed")
            throw ExitStatus.configuration
        }
        guard !result.changes.isEmpty else { return print("\(arguments.name) is so already") }
        show(result.changes)
        let asked = try await live?.asked(from: result.before, to: result.after)
        let drift = nextBoot ? asked?.postponed : asked
        guard !plan else { return say(drift, isDone: false) }
        try editor.write(result)
        var failed = false
        for step in drift?.steps ?? [] {
            do {
                try await live?.carryOut(step)
            } catch {
                failed = true
                Terminal.complain("reeve: \(arguments.name): not changed while it runs: \(error)")
            }
        }
        if !failed { say(drift, isDone: true) }
        if edits.contains(where: { $0.key.hasPrefix("reeve.") }) {
            print("\"reeve apply\" takes reeve.* keys over into its unit")
        }
        if failed { throw ExitCode.failure }
    }

    private func show(_ changes: [GuestEditor.Change]) {
        let paint = Paint(isOn: Terminal.takesColor)
        for change in changes {
            print(paint.bold(change.file.string))
            for line in LineDiff(from: change.old, to: change.new).lines { print("  \(paint.line(line))") }
        }
    }

    private func say(_ drift: GuestDrift?, isDone: Bool) {
        guard let drift else { return print("this holds from the next start of \(arguments.name)") }
        for step in drift.steps {
            print(isDone ? "\(arguments.name) \(step.done) now" : "at once: \(arguments.name) \(step.done)")
        }
        guard !drift.waiting.isEmpty else { return }
        print(
            "\(drift.waiting.joined(separator: ", ")): from the next boot of \(arguments.name) on (\"reeve guest restart \(arguments.name)\")"
        )
    }
}
