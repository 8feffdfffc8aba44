import Formats
import Glibc
import Subprocess
import SystemPackage
import Testing
import XenStore

/// One of Debian's two xenstoreds, started for one test on a socket of its own.
///
/// `libXenStub.so` (Tests/CXenStub) answers it in place of Xen: without, it ends with the first request that it gets.
struct RealStore: Sendable {
    enum Daemon: String, CaseIterable { case xenstored, oxenstored }

    let socket: FilePath
    /// The daemon.
    private(set) var process: pid_t = 0

    private init(socket: FilePath) { self.socket = socket }

    func connect(limit: Duration = .seconds(5)) throws(StoreError) -> StoreConnection {
        StoreConnection(try StoreTransport(connectingTo: socket, within: limit), limit: limit)
    }

    /// Runs the body beside a fresh daemon, and ends the daemon however the body ends.
    static func with(_ daemon: Daemon, _ body: (RealStore) async throws -> Void) async throws {
        var template = Array("/tmp/reeve-store-XXXXXX\0".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let directory = FilePath(platformString: template)
        let store = RealStore(socket: directory.appending("socket"))
        let configuration = directory.appending("oxenstored.conf")
        defer {
            for name in ["socket", "oxenstored.conf", "pid", "log", "access.log"] {
                unlink(directory.appending(name).string)
            }
            rmdir(directory.string)
        }
        let arguments: Arguments
        switch daemon {
        case .xenstored: arguments = ["-N"]
        case .oxenstored:
            try Self.configuration(in: directory).write(to: configuration)
            arguments = ["--no-fork", "--config-file", configuration.string]
        }
        let outcome = try await Subprocess.run(
            .path(try daemon.program), arguments: arguments,
            environment: .custom([
                "XENSTORED_RUNDIR": directory.string, "XENSTORED_PATH": store.socket.string,
                "LD_PRELOAD": try Self.stub.string,
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

    /// What oxenstored itself says of a configuration: its standard error, empty when all is well.
    static func check(_ conf: OxenstoredConf) async throws -> String {
        var template = Array("/tmp/reeve-store-XXXXXX\0".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let directory = FilePath(platformString: template)
        let path = directory.appending("oxenstored.conf")
        defer {
            unlink(path.string)
            rmdir(directory.string)
        }
        try conf.text.write(to: path)
        let result = try await Subprocess.run(
            .path(try Daemon.oxenstored.program), arguments: ["--config-test", "--config-file", path.string],
            environment: .custom(["LD_PRELOAD": try Self.stub.string]), output: .discarded,
            error: .string(limit: 1 << 16))
        return result.standardError
    }

    /// What the xenstored in C says of its options, beside how it is used: empty when it knows all of them.
    static func complaints(about options: [String]) async throws -> String {
        let result = try await Subprocess.run(
            .path(try Daemon.xenstored.program), arguments: Arguments(options + ["--help"]),
            environment: .custom(["LD_PRELOAD": try Self.stub.string]), output: .discarded,
            error: .string(limit: 1 << 16))
        let (said, usage) = (result.standardError, "Usage:")
        guard let end = said.firstRange(of: usage)?.lowerBound else { return said + "no usage" }
        return String(said[..<end])
    }

    private static func configuration(in directory: FilePath) -> String {
        var conf = OxenstoredConf()
        conf[.xenstoredKVA] = "/proc/xen/xsd_kva"
        conf[.xenstoredPort] = "/proc/xen/xsd_port"
        conf[.pidFile] = directory.appending("pid").string
        conf[.xenstoredLogFile] = directory.appending("log").string
        conf[.accessLogFile] = directory.appending("access.log").string
        return conf.text
    }

    private static var stub: FilePath {
        get throws { try FilePath("/proc/self/exe").linkTarget().removingLastComponent().appending("libXenStub.so") }
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

extension RealStore.Daemon {
    fileprivate var program: FilePath {
        get throws {
            let programs = (14...22).map { FilePath("/usr/lib/xen-4.\($0)/bin/\(rawValue)") }
            return try #require(
                programs.last { access($0.string, X_OK) == 0 },
                "no \(rawValue) in /usr/lib/xen-*/bin: install the Debian package xen-utils-4.17 (on trixie xen-utils-4.20)"
            )
        }
    }
}

extension String {
    fileprivate func write(to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(utf8) }
    }
}

extension FilePath {
    fileprivate func linkTarget() throws -> FilePath {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard readlink(string, &buffer, buffer.count - 1) >= 0 else { throw Errno(rawValue: errno) }
        return FilePath(platformString: buffer)
    }
}
