import Glibc
package import Model
import SystemPackage

/// The FIFO at which `run` waits until `wait` has a place to build the guest in.
package struct StartGate: Sendable {
    private let path: FilePath

    package init(_ name: GuestName, root: Root) {
        path = root.path(GuestPaths(name).gate)
    }

    /// Puts a new FIFO there, so that nothing of an earlier start is in it.
    package func make() throws(FileError) {
        try remove()
        try calling(.create, path.string) { mkfifo(path.string, 0o600) }
    }

    package func remove() throws(FileError) {
        do {
            try calling(.remove, path.string) { unlink(path.string) }
        } catch .failed(_, _, .noSuchFileOrDirectory) {
            return
        }
    }

    /// Blocks until the gate is opened; a wait of minutes is normal.
    package func pass() throws(FileError) {
        while true {
            let descriptor = try calling(.open, path.string) { Glibc.open(path.string, O_RDONLY | O_CLOEXEC) }
            defer { close(descriptor) }
            var byte: UInt8 = 0
            // No byte: whoever came to open the gate died before it was done.
            if (try calling(.read, path.string) { CInt(read(descriptor, &byte, 1)) }) == 1 { return }
        }
    }

    /// Lets the one who waits go; `false` when nobody waits yet.
    package func open() throws(FileError) -> Bool {
        let descriptor: CInt
        do {
            descriptor = try calling(.open, path.string) { Glibc.open(path.string, O_WRONLY | O_NONBLOCK | O_CLOEXEC) }
        } catch .failed(_, _, .noSuchAddressOrDevice) {
            return false
        }
        defer { close(descriptor) }
        var byte = UInt8(ascii: "g")
        do {
            try calling(.write, path.string) { CInt(write(descriptor, &byte, 1)) }
        } catch .failed(_, _, .brokenPipe) {
            return false
        }
        return true
    }
}
