package import SystemPackage

/// Is told of each change to the disk before it is made, and may make it fail.
///
/// In the shipped program it does nothing. Tests use it to fill the disk, to stop the world at the n-th call, and to
/// check that nothing is renamed before it was synced.
package struct Probe: Sendable {
    /// One system call that changes the disk.
    package enum Call: Sendable, Equatable {
        case create(FilePath)
        case write(FilePath)
        case sync(FilePath)
        case rename(FilePath, to: FilePath)
        case link(FilePath, target: String)
        case remove(FilePath)
        case makeDirectory(FilePath)
        case removeDirectory(FilePath)
        case syncDirectory(FilePath)
    }

    private let body: @Sendable (Call) throws(Errno) -> Void

    package init(_ body: @escaping @Sendable (Call) throws(Errno) -> Void) {
        self.body = body
    }

    package static let none = Probe { _ throws(Errno) in }

    package func reach(_ call: Call) throws(Errno) {
        try body(call)
    }
}
