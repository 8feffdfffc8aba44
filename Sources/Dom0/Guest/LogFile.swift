import Glibc
import Model
import SystemPackage

/// A log that others write to, and of which only what is new counts.
struct LogFile {
    let path: HostPath
    let root: Root

    /// No more of a log than this is read.
    private static let longest = 1 << 16

    /// Where the next byte will stand; the beginning of a file that is not there yet.
    var position: GuestRun.LogPosition {
        var status = stat()
        guard stat(root.path(path).string, &status) == 0 else { return GuestRun.LogPosition() }
        return GuestRun.LogPosition(offset: Int64(status.st_size), inode: UInt64(status.st_ino))
    }

    /// What was written after a place, or the last part of that; all of a log that was replaced or cut since.
    func content(after place: GuestRun.LogPosition, limit: Int = longest) -> [UInt8] {
        guard let file = RangeFile(root.path(root.resolved(path))) else { return [] }
        let now = position
        let isSame = now.inode == place.inode && now.offset >= place.offset
        let start = max(isSame ? Int(place.offset) : 0, file.size - limit)
        return start < file.size ? file.read(start..<file.size) ?? [] : []
    }

    /// The last part of a log that was written to since a time, in seconds since 1970; nothing of an older one.
    func content(since time: Int64) -> [UInt8] {
        guard let changed = root.changed(path), Int64(changed) >= time else { return [] }
        return content(after: GuestRun.LogPosition())
    }
}
