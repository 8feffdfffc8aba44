package import Model
package import SystemPackage

/// Why the host was not brought to where it should be; the description is the sentence for the user.
package enum ApplyError: Error {
    /// Files that somebody changed since the last generation, and that the user did not give up.
    case drift([Plan.Drift])
    case obstacles([Plan.Obstacle])
    /// A place that cannot be written to; nothing was changed.
    case notWritable(FilePath, Errno)
    /// A file changed between plan and step.
    case moved(HostPath)
    /// A step or a record did not succeed; `undone` tells whether the steps before it were taken back.
    case stopped(cause: String, done: Int, of: Int, undone: Bool)
    /// The files are in place, but what makes the system notice them did not succeed.
    case effect(Effect, CommandError)
    case damaged(FilePath, ManifestError)
    case noGeneration(Int, known: [Int])
    case nothingApplied
}

extension ApplyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .drift(let drift):
            "\(count(drift.count, "file")) changed since the last apply: "
                + drift.map(\.path.string).joined(separator: ", ")
                + "; put the change into the configuration, or give it up with "
                + drift.map { "--overwrite \($0.path)" }.joined(separator: " ")
        case .obstacles(let obstacles):
            obstacles.map(\.sentence).joined(separator: "\n")
        case .notWritable(let path, let reason): "\(path): \(reason.sentence); nothing was changed"
        case .moved(let path): "\(path): changed after the plan was made; look at \"reeve plan\" again"
        case .stopped(let cause, _, _, true): "\(cause); everything is as it was before"
        case .stopped(let cause, let done, let steps, false):
            "\(cause); stopped after step \(done) of \(steps): put the cause right, then run \"reeve apply\" to go on "
                + "or \"reeve rollback\" to go back"
        case .effect(_, let error):
            "\(error); the files are in place: put the cause right, then run \"reeve apply\" to go on or "
                + "\"reeve rollback\" to go back"
        case .damaged(let path, let reason): "\(path): \(reason)"
        case .noGeneration(let number, let known):
            known.isEmpty
                ? "there is no generation \(number); nothing has been applied yet"
                : "there is no generation \(number); there are "
                    + known.map(String.init).joined(separator: ", ") + ", and 0 for what stood before Reeve"
        case .nothingApplied: "nothing has been applied yet, so there is nothing to go back to"
        }
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
