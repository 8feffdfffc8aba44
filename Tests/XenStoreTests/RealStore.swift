import Glibc
import Subprocess
import SystemPackage
import Testing
import XenStore

/// Debian's C xenstored, started for one test on a socket of its own.
///
/// `libXenStub.so` (Tests/CXenStub) answers it in place of Xen: without, it ends with the first request that it gets.
struct RealStore: Sendable {
    let socket: FilePath
    /// The daemon.
    private(set) var process: pid_t = 0

    private init(socket: FilePath) { self.socket = socket }

    func connect(limit: Duration = .seconds(5)) throws(StoreError) -> StoreConnection {
        StoreConnection(try SocketTransport(connectingTo: socket, within: limit), limit: limit)
    }

    /// Runs the body beside a fresh daemon, and ends the daemon however the body ends.
    static func with(_ body: (RealStore) async throws -> Void) async throws {
        let programs = (14...22).map { FilePath("/usr/lib/xen-4.\($0)/bin/xenstored") }
        let program = try #require(
            programs.last { access($0.string, X_OK) == 0 },
            "no xenstored in /usr/lib/xen-*/bin: install the Debian package xen-utils-4.17 (on trixie xen-utils-4.20)")
        let stub = try FilePath("/proc/self/exe").linkTarget().removingLastComponent().appending("libXenStub.so")
        var template = Array("/tmp/reeve-store-XXXXXX\0".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let directory = FilePath(platformString: template)
        let store = RealStore(socket: directory.appending("socket"))
        defer {
            unlink(store.socket.string)
            rmdir(directory.string)
        }
        let outcome = try await Subprocess.run(
            .path(program), arguments: ["-N"],
            environment: .custom([
                "XENSTORED_RUNDIR": directory.string, "XENSTORED_PATH": store.socket.string,
                "LD_PRELOAD": stub.string,
            ]),
            input: .none, output: .discarded, error: .discarded
        ) { execution in
            var running = store
            running.process = pid_t(execution.processIdentifier.value)
            let result = await running.outcome(of: body)
            try execution.send(signal: .kill)
            return result
        }
        try outcome.closureResult.get()
    }

    private func outcome(of body: (RealStore) async throws -> Void) async -> Result<Void, any Error> {
        do {
            try waitUntilReady()
            return .success(try await body(self))
        } catch {
            return .failure(error)
        }
    }

    private func waitUntilReady() throws {
        let end = ContinuousClock.now.advanced(by: .seconds(10))
        while true {
            do {
                _ = try connect()
                return
            } catch {
                guard ContinuousClock.now < end else { throw error }
                // The daemon has no other way to say that it listens.
                usleep(2000)
            }
        }
    }
}

extension FilePath {
    fileprivate func linkTarget() throws -> FilePath {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard readlink(string, &buffer, buffer.count - 1) >= 0 else { throw Errno(rawValue: errno) }
        return FilePath(platformString: buffer)
    }
}
