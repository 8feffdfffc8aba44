import Glibc
package import Model
import SystemPackage

/// What xenconsoled wrote of a guest's console.
package struct ConsoleLog: Sendable {
    private let log: LogFile

    package init(_ name: GuestName, root: Root) {
        let paths = GuestPaths(name)
        // Only one of them is written to.
        let isArrived = (root.changed(paths.arrivedConsoleLog) ?? 0) > (root.changed(paths.consoleLog) ?? 0)
        log = LogFile(path: isArrived ? paths.arrivedConsoleLog : paths.consoleLog, root: root)
    }

    private var path: FilePath { log.root.path(log.path) }

    /// Where the next byte will stand; zeros when there is no log yet.
    package var position: GuestRun.LogPosition { log.position }

    package var exists: Bool { access(path.string, F_OK) == 0 }

    /// The last line after the place that has more than blanks, without what moves a terminal's cursor.
    ///
    /// A log that was replaced or cut since is read from its beginning.
    package func lastLine(after offset: Int64, inode: UInt64) -> [UInt8]? {
        let place = GuestRun.LogPosition(offset: offset, inode: inode)
        return Self.lines(log.content(after: place, limit: 4096)).last(where: Self.saysSomething)
    }

    /// The last lines that have more than blanks, without what moves a terminal's cursor.
    package func lastLines(_ limit: Int) -> [[UInt8]] {
        let bytes = log.content(after: GuestRun.LogPosition(), limit: 16384)
        // The first line of a part is a part of one.
        let lines = Self.lines(bytes).dropFirst(bytes.count < 16384 ? 0 : 1)
        return lines.filter(Self.saysSomething).suffix(limit)
    }

    private static func saysSomething(_ line: [UInt8]) -> Bool { line.contains { $0 > 0x20 } }

    /// Lines without carriage returns and ANSI escape sequences (ECMA-48: ESC, "[", parameters, a final byte from "@").
    static func lines(_ bytes: some Collection<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var isEscape = false
        var isSequence = false
        for byte in bytes {
            switch byte {
            case 0x1B: (isEscape, isSequence) = (true, false)
            case UInt8(ascii: "[") where isEscape: (isEscape, isSequence) = (false, true)
            case _ where isEscape: isEscape = false
            case _ where isSequence: isSequence = byte < 0x40
            case 0x0A, 0x0D: lines.append([])
            default: lines[lines.count - 1].append(byte)
            }
        }
        return lines
    }

    /// Whether the text stands in the log after the place.
    ///
    /// A log that was replaced or cut since is read from its beginning.
    package func contains(_ text: String, after offset: Int64, inode: UInt64) throws(FileError) -> Bool {
        let needle = Array(text.utf8)
        let descriptor: CInt
        do {
            descriptor = try calling(.open, path.string) { open(path.string, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        } catch .failed(_, _, .noSuchFileOrDirectory) {
            return false
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        let isSame = UInt64(status.st_ino) == inode && status.st_size >= offset
        var place = isSame ? offset : 0
        var carried: [UInt8] = []
        while true {
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            let count = try calling(.read, path.string) { CInt(pread(descriptor, &chunk, chunk.count, off_t(place))) }
            guard count > 0 else { return false }
            place += Int64(count)
            let window = carried + chunk[..<Int(count)]
            if window.contains(needle) { return true }
            carried = Array(window.suffix(max(0, needle.count - 1)))
        }
    }
}

extension [UInt8] {
    fileprivate func contains(_ needle: [UInt8]) -> Bool {
        guard let first = needle.first, count >= needle.count else { return needle.isEmpty }
        return withUnsafeBufferPointer { bytes in
            (0...(bytes.count - needle.count)).contains { start in
                bytes[start] == first && bytes[start..<(start + needle.count)].elementsEqual(needle)
            }
        }
    }
}
