import ArgumentParser
import Dom0
import Model
import SystemPackage

/// Which configuration, and which machine.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The directory of the configuration, below the root.", valueName: "dir"))
    var config = "/etc/reeve"

    @Option(help: ArgumentHelp("Act on another root than this machine's.", valueName: "dir"))
    var root = "/"

    func validate() throws {
        guard HostPath(config) != nil else { throw ValidationError("\"\(config)\" is not an absolute path [--config]") }
        guard HostPath(root) != nil else { throw ValidationError("\"\(root)\" is not an absolute path [--root]") }
    }

    var directory: HostPath { HostPath(config) ?? "/etc/reeve" }

    /// The machine, with programs that are really run.
    func host() -> Host {
        Host(root: Root(FilePath(root)), runner: SubprocessRunner(), clock: ContinuousClock())
    }
}
