package import Model

/// Asks the hypervisor something through a toolstack: the last word on whether they fit.
///
/// `xl info` needs the system and the domain control interfaces. It takes tens of milliseconds and so is only run where
/// its answer is shown; daemons and guests are started by what the files say.
package enum ToolstackProbe {
    package enum Answer: Sendable, Equatable {
        case answered
        /// Why not, in xl's words.
        case refused(String)
    }

    package static func ask(_ choice: ToolstackChoice, runner: any CommandRunner) async -> Answer {
        do {
            _ = try await runner.output(of: choice.command("info"), timeout: .seconds(10))
            return .answered
        } catch {
            return .refused("\(error)")
        }
    }
}
