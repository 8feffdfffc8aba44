package import Formats

/// Which program of which toolstack to run, and why that one.
package struct ToolstackChoice: Sendable, Equatable {
    package var path: HostPath
    /// One clause, as `fits the running Xen 4.17`.
    package var reason: String
    /// Where it has to run.
    package var view: ToolstackView

    package init(path: HostPath, reason: String, view: ToolstackView = .host) {
        self.path = path
        self.reason = reason
        self.view = view
    }

    /// Whether the program itself is only there in a view.
    package var isKept: Bool {
        if case .kept = view { true } else { false }
    }

    /// Chooses `program` from the toolstack that fits `running`.
    ///
    /// An installed one comes before a kept one of the same release, for it has the fixes. Without a running
    /// hypervisor the newest toolstack is taken, for what needs no hypervisor (`--help`, offline checks).
    /// `libexec` is the directory of programs that hotplug scripts look in (`LIBEXEC_BIN` of hotplugpath.sh), `nil`
    /// where it is not known. Whether the hypervisor really answers is not tried here: see ``ToolstackFit``.
    package static func choose(
        _ program: String, running: RunningHypervisor?, installed: [Toolstack], libexec: HostPath? = nil
    ) throws(ToolstackError) -> ToolstackChoice {
        guard !installed.isEmpty else { throw .noToolstack(running: running?.version) }
        guard let stack = best(of: installed, running: running) else {
            throw .noFit(
                running: running?.version ?? .newestKnown, installed: installed.compactMap(\.version).sorted())
        }
        let fit = ToolstackFit(stack, running: running)
        let reason = fit == .idle ? "newest installed; Xen does not run" : fit.reason
        let substitute = running == nil ? nil : keptQEMU(for: stack, among: installed)
        if program == Toolstack.qemu, let substitute, let path = substitute.stack.programs[program] {
            return ToolstackChoice(
                path: path, reason: "\(reason), kept in \(substitute.directory)", view: .keptQEMU(substitute.directory))
        }
        guard let path = stack.programs[program] else { throw .noProgram(program, stack: stack) }
        if let kept = stack.kept {
            return ToolstackChoice(path: path, reason: "\(reason), kept in \(kept)", view: .kept(kept))
        }
        // Of the programs only xl starts QEMU and hotplug scripts.
        guard program == "xl", running != nil else { return ToolstackChoice(path: path, reason: reason) }
        if let substitute {
            return ToolstackChoice(
                path: path, reason: "\(reason), with the QEMU kept in \(substitute.directory)",
                view: .keptQEMU(substitute.directory))
        }
        guard let libexec, let own = stack.directories.first, !stack.directories.contains(libexec) else {
            return ToolstackChoice(path: path, reason: reason)
        }
        return ToolstackChoice(path: path, reason: reason, view: .hotplug(own))
    }

    /// The toolstack that everything is done with; `nil` when none can be used.
    package static func best(of stacks: [Toolstack], running: RunningHypervisor?) -> Toolstack? {
        stacks.enumerated().compactMap { index, stack -> (rank: (Int, Int, XenVersion, Int), stack: Toolstack)? in
            guard let rank = ToolstackFit(stack, running: running).rank else { return nil }
            // Without a hypervisor the newest; else as they stand in the list.
            let age = running == nil ? stack.version ?? XenVersion(0, 0) : XenVersion(0, 0)
            return ((rank, stack.kept == nil ? 0 : 1, age, index), stack)
        }.min { left, right in
            if left.rank.2 != right.rank.2 { return left.rank.2 > right.rank.2 }
            return (left.rank.0, left.rank.1, left.rank.3) < (right.rank.0, right.rank.1, right.rank.3)
        }?.stack
    }

    /// A kept toolstack whose QEMU fits one that is installed, when that one's own does not.
    private static func keptQEMU(
        for stack: Toolstack, among stacks: [Toolstack]
    ) -> (stack: Toolstack, directory: HostPath)? {
        guard stack.kept == nil, let version = stack.version, stack.qemuVersion != version else { return nil }
        for other in stacks where other.qemuVersion == version {
            if let kept = other.kept { return (other, kept) }
        }
        return nil
    }
}

/// Why no program of a toolstack can be run.
package enum ToolstackError: Error, Equatable, CustomStringConvertible {
    case noToolstack(running: XenVersion?)
    case noFit(running: XenVersion, installed: [XenVersion])
    case noProgram(String, stack: Toolstack)

    package var description: String {
        switch self {
        case .noToolstack(nil):
            "no Xen toolstack is installed; install xen-utils (Debian: the package xen-system-amd64)"
        case .noToolstack(let running?):
            "Xen \(running) runs and no toolstack is installed; install xen-utils-\(running)"
        case .noFit(let running, let installed):
            "Xen \(running) runs, installed toolstacks: \(installed.map(\.description).joined(separator: ", ")); "
                + "reboot into Xen \(installed.last?.description ?? "?"), or install xen-utils-\(running); "
                + "\"reeve toolstack keep\" before an upgrade keeps the one that runs"
        case .noProgram(let program, let stack):
            "the \(stack.name) has no program \"\(program)\"; looked in "
                + stack.directories.map(\.string).joined(separator: ", ")
        }
    }
}
