import ArgumentParser
import Lab

struct BuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build the images that are not in the cache.")

    @Argument(help: "Which releases; all when none is named.")
    var suites: [DebianSuite] = []

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for suite in suites.isEmpty ? DebianSuite.allCases : suites {
                group.addTask { _ = try await Image.obtain(suite, Progress(suite.rawValue)) }
            }
            try await group.waitForAll()
        }
    }
}
