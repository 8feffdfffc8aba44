import Glibc

/// Reads lines from a descriptor that others read on from: not a byte more than asked for.
package enum LineReader {
    /// One line without its end; throws when there is none within the limit, in bytes, or within the time, in seconds.
    package static func line(from descriptor: CInt, limit: Int = 1 << 20, within patience: Int = 120) throws -> [UInt8]
    {
        let deadline = Uptime.seconds + patience
        var line: [UInt8] = []
        while line.count < limit {
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let count = poll(&wait, 1, 1000)
            if count == 0 || count < 0 && errno == EINTR {
                guard Uptime.seconds <= deadline else {
                    throw GuestError.ended("nothing was said within \(patience) s")
                }
                continue
            }
            var byte: UInt8 = 0
            let length = read(descriptor, &byte, 1)
            if length < 0, errno == EINTR || errno == EAGAIN { continue }
            guard length == 1 else { throw GuestError.ended("the connection ended in the middle of it") }
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
        throw GuestError.ended("what is said has no end")
    }
}
