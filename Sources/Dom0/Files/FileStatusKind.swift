import Glibc

/// What stands at a path, links not followed.
enum FileStatusKind: Equatable {
    case file, directory, link, other

    /// `nil` when nothing is there.
    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .directory
        case S_IFLNK: self = .link
        default: self = .other
        }
    }
}
