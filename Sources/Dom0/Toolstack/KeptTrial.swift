package import Model

/// A copy of a toolstack that was just made, to be run.
package struct KeptTrial: Sendable {
    package let directory: HostPath
    /// The toolstack that was copied.
    package let stack: Toolstack

    /// Runs the copy's programs as they will be run.
    ///
    /// xl must work; a QEMU or pygrub that does not only means that some guests cannot be started from the copy.
    package func run(running: RunningHypervisor?, runner: any CommandRunner) async throws -> [String] {
        if running?.version == stack.version {
            try await require(["xl", "info"], runner)
        } else if let reason = await complaint(["xl", "info"], runner, mayFail: true) {
            // Without its Xen below it xl says that there is none: then it was loaded, and that is all that can be tried.
            throw KeepError.notWorking(reason)
        }
        var warnings: [String] = []
        if stack.qemuVersion == stack.version, stack.programs[Toolstack.qemu] != nil {
            if let reason = await complaint([Toolstack.qemu, "--version"], runner) {
                warnings.append("QEMU does not run from the copy, so HVM guests will not start from it: \(reason)")
            }
        }
        // It ends with 1 after its help; what Python says when a module is missing ends in a line with the error's name.
        if stack.programs["pygrub"] != nil, let reason = await complaint(["pygrub", "--help"], runner),
            reason.contains("Error:")
        {
            warnings.append("pygrub does not run from the copy, so guests that need it will not start: \(reason)")
        }
        return warnings
    }

    private func require(_ words: [String], _ runner: any CommandRunner) async throws(KeepError) {
        if let reason = await complaint(words, runner) { throw .notWorking(reason) }
    }

    private func complaint(_ words: [String], _ runner: any CommandRunner, mayFail: Bool = false) async -> String? {
        let command = Command(
            ThisProgram.path,
            arguments: ["toolstack", "exec", "--kept", directory.string] + words)
        do {
            let result = try await runner.run(command, timeout: .seconds(30))
            if result.succeeded { return nil }
            // 126 and 127: the program, or a library that it needs, could not be loaded.
            if mayFail, case .exited(let status) = result.ending, status < 126 { return nil }
            return "\(CommandError.failed(command, result))"
        } catch {
            return "\(error)"
        }
    }
}
