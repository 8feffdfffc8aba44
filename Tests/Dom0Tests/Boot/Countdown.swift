import Dom0
import Synchronization
import SystemPackage

/// Lets so many changes through, and none after that.
final class Countdown: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) {
        left = Mutex(count)
    }

    var probe: Probe {
        Probe { [self] _ throws(Errno) in
            let isOver = left.withLock { count in
                count -= 1
                return count < 0
            }
            if isOver { throw .ioError }
        }
    }
}
