import ArgumentParser
import Dom0
import Model

struct GenerationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generations",
        abstract: "List what was applied; a star marks what stands.")

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Write JSON.")
    var json = false

    func run() throws {
        let state = StateDirectory(options.host().root)
        let current = try state.currentGeneration()?.number ?? 0
        let generations = try state.generationNumbers().map { try state.generation($0) }
        guard !json else {
            print(try Report(current: current, generations: generations.map(Item.init)).json())
            return
        }
        guard !generations.isEmpty else { return print("nothing has been applied yet") }
        for generation in generations {
            let mark = generation.number == current ? "*" : " "
            let count = generation.entries.count
            print(
                "\(mark) \(generation.number)\t\(Timestamp.text(generation.time))\t\(generation.cause.phrase)\t"
                    + "\(count) file\(count == 1 ? "" : "s")")
        }
    }

    private struct Report: Encodable {
        let version = 1
        let current: Int
        let generations: [Item]
    }

    private struct Item: Encodable {
        let number: Int
        let time: String
        /// `apply` or `rollback:N`.
        let cause: String
        let parent: Int
        let files: Int

        init(_ generation: Generation) {
            number = generation.number
            time = Timestamp.text(generation.time)
            cause = generation.cause.text
            parent = generation.parent
            files = generation.entries.count
        }
    }
}

extension Generation.Cause {
    fileprivate var phrase: String {
        switch self {
        case .apply: "apply"
        case .rollback(to: 0): "rollback to before Reeve"
        case .rollback(let target): "rollback to \(target)"
        }
    }
}
