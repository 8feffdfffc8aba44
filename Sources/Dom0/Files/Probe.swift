package import SystemPackage

/// Is told of each change to the disk before it is made, and may make it fail.
///
/// In the shipped program it does nothing. Tests use it to fill the disk, to stop the world at the n-th call, and to
/// check that nothing is renamed before it was synced.
package struct Probe: Sendable {
    /// One system call that changes the disk, and the path that it is about.
    package enum Call: Sendable, Equatable {
        case create(String)
        case write(String)
        case sync(String)
        case rename(String, to: String)
        case link(String, target: String)
        case remove(String)
        case makeDirectory(String)
        case removeDirectory(String)
        case syncDirectory(String)
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
