import Glibc
package import SystemPackage

/// A way to the Xen store, closed when the value goes: xenstored's socket, or the kernel's device where the store is in
/// another domain.
package final class StoreTransport: Transport {
    private let descriptor: Int32
    private let isSocket: Bool

    /// Opens the kernel's device, `/dev/xen/xenbus`: the same messages, carried to whatever domain has the store.
    ///
    /// Source: Linux drivers/xen/xenbus/xenbus_dev_frontend.c.
    package init(opening device: FilePath) throws(StoreError) {
        isSocket = false
        descriptor = device.withPlatformString { open($0, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        guard descriptor >= 0 else {
            throw .notConnected(path: device.string, reason: Errno(rawValue: errno).description)
        }
    }

    /// Connects to xenstored's socket.
    package init(connectingTo path: FilePath, within limit: Duration) throws(StoreError) {
        func failure(_ code: Int32) -> StoreError {
            // A full backlog holds connect(2) until the send timeout, which it reports as EAGAIN.
            code == EAGAIN
                ? .timedOut(after: limit) : .notConnected(path: path.string, reason: Errno(rawValue: code).description)
        }
        isSocket = true
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure(errno) }
        guard var address = sockaddr_un(path: path) else { throw failure(ENAMETOOLONG) }
        // xenstored listens with a backlog of 1: the wait for a place in it is bounded as everything else.
        let (seconds, attoseconds) = limit.components
        var wait = timeval(tv_sec: Int(seconds), tv_usec: max(1, Int(attoseconds / 1_000_000_000_000)))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard outcome == 0 else { throw failure(errno) }
        guard fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0 else { throw failure(errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    package func send(_ bytes: [UInt8], before deadline: Deadline) throws(StoreError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = attempt {
                (isSocket ? rest : Self.firstMessage(of: rest)).withUnsafeBytes { bytes in
                    // MSG_NOSIGNAL: a daemon that went away is an error here, not the end of this program.
                    isSocket
                        ? Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                        : write(descriptor, bytes.baseAddress, bytes.count)
                }
            }
            switch sent {
            case .success(let count): rest = rest.dropFirst(count)
            case .failure(let error): try wait(after: error, for: POLLOUT, before: deadline)
            }
        }
    }

    /// The kernel's device takes one message of each write, and forgets what follows it.
    package static func firstMessage(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes
        // try?: what is no message is the device's to refuse.
        guard (try? Frame.take(from: &rest)) != nil else { return bytes }
        return bytes[..<rest.startIndex]
    }

    package func receive(before deadline: Deadline) throws(StoreError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let received = attempt { buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) } }
            switch received {
            case .success(let count): return Array(buffer.prefix(count))
            case .failure(let error): try wait(after: error, for: POLLIN, before: deadline)
            }
        }
    }

    private func attempt(_ call: () -> Int) -> Result<Int, Errno> {
        let count = call()
        return count >= 0 ? .success(count) : .failure(Errno(rawValue: errno))
    }

    /// Waits when that helps, and throws when it does not.
    private func wait(after error: Errno, for event: Int32, before deadline: Deadline) throws(StoreError) {
        switch error {
        case .interrupted: return
        case .wouldBlock: break
        case .brokenPipe, .connectionReset: throw .closed(midMessage: false)
        default: throw .broken(reason: error.description)
        }
        var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        let ready = poll(&request, 1, deadline.remainingMilliseconds)
        let failure = Errno(rawValue: errno)
        guard ready != 0 else { throw .timedOut(after: deadline.limit) }
        guard ready > 0 || failure == .interrupted else { throw .broken(reason: failure.description) }
    }
}

extension sockaddr_un {
    /// `nil` when the path does not fit (107 bytes).
    fileprivate init?(path: FilePath) {
        self.init()
        sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.string.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: sun_path) else { return nil }
        withUnsafeMutableBytes(of: &sun_path) { $0.copyBytes(from: bytes) }
    }
}
