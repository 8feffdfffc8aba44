import Glibc
import Synchronization
import SystemPackage

/// Where a debug build ends itself, as a power cut would, for tests.
package enum CrashPoint {
    /// Kills the process before the n-th change to the disk when `REEVE_CRASH_AT` is n; does nothing in a release.
    package static var probe: Probe {
        #if DEBUG
            guard let limit = getenv("REEVE_CRASH_AT").flatMap({ Int(String(cString: $0)) }) else { return .none }
            let calls = Mutex(0)
            let counter = Counter(calls)
            return Probe { _ throws(Errno) in
                if counter.next() >= limit {
                    kill(getpid(), SIGKILL)
                    // The first process of a namespace does not die of a signal of its own.
                    _exit(128 + SIGKILL)
                }
            }
        #else
            return .none
        #endif
    }

    #if DEBUG
        private final class Counter: Sendable {
            private let count: Mutex<Int>

            init(_ count: consuming sending Mutex<Int>) { self.count = count }

            func next() -> Int {
                count.withLock { count in
                    defer { count += 1 }
                    return count
                }
            }
        }
    #endif
}
