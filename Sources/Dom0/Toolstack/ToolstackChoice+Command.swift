import Glibc
package import Model
import SystemPackage

extension ToolstackChoice {
    /// The command that runs the program where it finds what it needs.
    ///
    /// A view is made by `reeve toolstack exec`, which chooses again and comes to the same.
    package func command(_ arguments: String...) -> Command {
        switch view {
        case .host, .hotplug: Command(path.string, arguments: arguments)
        case .kept, .keptQEMU: Command(ThisProgram.path, arguments: ["toolstack", "exec", path.name] + arguments)
        }
    }

    /// Runs this process anew in the view that the program needs, with the same arguments; returns where none is needed.
    ///
    /// For commands that start xl often, or leave it running. Inside, the toolstack stands where it was installed, so
    /// that it needs no view.
    package func enterView(root: Root) throws {
        guard view != .host else { return }
        // The pid stays: a process that has been here comes again only when the view did not help.
        let own = String(getpid())
        guard getenv(Self.mark).map({ String(cString: $0) }) != own else { throw ToolstackViewError.loop(view) }
        try ToolstackViewer(root: root).enter(view)
        try become(
            Command(
                ThisProgram.path, arguments: Array(CommandLine.arguments.dropFirst()), environment: [Self.mark: own]))
    }

    private static let mark = "REEVE_TOOLSTACK_VIEW"
}
