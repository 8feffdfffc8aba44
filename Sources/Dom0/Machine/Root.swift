package import Model
package import SystemPackage

/// The directory that stands for `/`: the machine itself, or another root (`--root`), as with `systemctl --root`.
package struct Root: Sendable, Equatable {
    package let directory: FilePath

    package init(_ directory: FilePath = "/") {
        self.directory = directory
    }

    /// The path to open for a path as dom0 sees it.
    ///
    /// Symbolic links below the root are not resolved here.
    package func path(_ path: HostPath) -> FilePath {
        FilePath((directory == "/" ? "" : directory.string) + path.string)
    }
}

/// The machine that a command acts on: handed down from `main`, so that no code reaches it by default.
package struct Host: Sendable {
    package let root: Root
    package let runner: any CommandRunner
    package let clock: any Clock<Duration>

    package init(root: Root, runner: any CommandRunner, clock: any Clock<Duration>) {
        self.root = root
        self.runner = runner
        self.clock = clock
    }
}
