import Formats
import Glibc
import Subprocess
import SystemPackage
import Testing
import XenStore

@Suite struct `a real xenstored` {
    private let place = StorePath.root / "test"

    @Test(arguments: RealStore.Daemon.allCases) func `what is written is read`(daemon: RealStore.Daemon) async throws {
        try await RealStore.with(daemon) { store in
            let client = try store.connect()
            let all = (0...255).map { UInt8($0) }
            try client.write(place / "all", all)
            try client.makeDirectory(place / "empty")
            #expect(try client.read(place / "all") == GuestBytes(all))
            #expect(try client.read(place / "empty") == GuestBytes([]))
            #expect(try client.list(place) == ["all", "empty"])
            try client.remove(place / "all")
            #expect(try client.read(place / "all") == nil)
            #expect(try client.list(place / "all") == nil)
            #expect(try client.permissions(of: place) == [StorePermission(.none, .dom0)])
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `what xenstore-write wrote is read`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let result = try await Subprocess.run(
                .name("xenstore-write"), arguments: ["/test/by/another", "hello"],
                environment: .custom(["XENSTORED_PATH": store.socket.string, "PATH": "/usr/bin:/usr/sbin"]),
                output: .discarded, error: .string(limit: 4096))
            #expect(result.terminationStatus.isSuccess, "\(result.standardError): is xenstore-utils installed?")
            #expect(try store.connect().read(place / "by/another")?.printable() == "hello")
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `a thousand reads go several at a time`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let client = try store.connect()
            let paths = (0..<1000).compactMap { place.appending("node-\($0)") }
            _ = try client.transaction { transaction throws(StoreError) in
                for (number, path) in paths.enumerated() where number % 2 == 0 {
                    try client.write(path, Array(String(number).utf8), in: transaction)
                }
            }
            let expected = (0..<1000).map { $0 % 2 == 0 ? GuestBytes(Array(String($0).utf8)) : nil }
            #expect(try client.read(paths) == expected)
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `a list longer than a message is read whole`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let client = try store.connect()
            let names = (0..<90).map { String(repeating: "long-", count: 12) + String($0) }
            for name in names { try client.makeDirectory(try #require(place.appending(name))) }
            #expect(try client.list(place)?.sorted() == names.sorted())
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `a transaction runs again when another wrote what it read`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let (one, other) = (try store.connect(), try store.connect())
            let counter = place / "counter"
            try one.write(counter, Array("1".utf8))
            var runs = 0
            try one.transaction { transaction throws(StoreError) in
                runs += 1
                let value = try one.read(counter, in: transaction)?.number ?? 0
                if runs == 1 { try other.write(counter, Array("10".utf8)) }
                try one.write(counter, Array(String(value + 1).utf8), in: transaction)
            }
            #expect(runs == 2)
            #expect(try one.read(counter)?.number == 11)
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `a transaction that is given up changes nothing`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let client = try store.connect()
            let refused = StoreError.refused(.invalid, .write, subject: "test")
            #expect(throws: refused) {
                try client.transaction { transaction throws(StoreError) in
                    try client.write(place, [1], in: transaction)
                    throw refused
                }
            }
            #expect(try client.read(place) == nil)
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `a watch fires at once, and for every change below`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let (watcher, writer) = (try store.connect(), try store.connect())
            try watcher.watch(.node(place), token: "t")
            #expect(try watcher.nextEvent(within: .seconds(5)) == WatchEvent(.node(place), token: "t"))
            try writer.write(place / "a/b", [])
            #expect(try watcher.nextEvent(within: .seconds(5)) == WatchEvent(.node(place / "a/b"), token: "t"))
            try watcher.unwatch(.node(place), token: "t")
            try writer.write(place / "a/b", [])
            #expect(try watcher.nextEvent(within: .zero) == nil)
            #expect(throws: StoreError.refused(.absent, .unwatch, subject: place.string)) {
                try watcher.unwatch(.node(place), token: "t")
            }
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `the coming and going of domains can be watched`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let client = try store.connect()
            try client.watch(.domainReleased, token: "gone")
            #expect(try client.nextEvent(within: .seconds(5)) == WatchEvent(.domainReleased, token: "gone"))
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `a domain has a path whether it runs or not`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let client = try store.connect()
            let seven = try #require(DomainID(7))
            #expect(try client.path(of: seven).string == "/local/domain/7")
            #expect(try client.isIntroduced(seven) == false)
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `a daemon that hangs is given up within the limit`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let client = try store.connect(limit: .milliseconds(50))
            kill(store.process, SIGSTOP)
            let took = ContinuousClock().measure {
                #expect(throws: StoreError.timedOut(after: .milliseconds(50))) { try client.read(place) }
            }
            #expect(took < .seconds(2))
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `a daemon that dies ends the connection`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let client = try store.connect()
            kill(store.process, SIGKILL)
            #expect(throws: StoreError.closed(midMessage: false)) { try client.read(place) }
        }
    }

    @Test func `no daemon, no connection`() throws {
        let error = #expect(throws: StoreError.self) {
            try StoreTransport(connectingTo: "/nonexistent/socket", within: .seconds(1))
        }
        #expect(error == .notConnected(path: "/nonexistent/socket", reason: "No such file or directory"))
        let long = FilePath("/" + String(repeating: "x", count: 200))
        let other = #expect(throws: StoreError.self) { try StoreTransport(connectingTo: long, within: .seconds(1)) }
        #expect(other == .notConnected(path: long.string, reason: "File name too long"))
    }

    @Test func `the kernel gets one message at a time`() {
        let first = Frame(.read, request: 1, payload: Array("one\0".utf8)).bytes
        let second = Frame(.read, request: 2, payload: Array("two\0".utf8)).bytes
        #expect(StoreTransport.firstMessage(of: (first + second)[...]) == first[...])
        #expect(Array(StoreTransport.firstMessage(of: (first + second)[first.count...])) == second)
        #expect(StoreTransport.firstMessage(of: [1, 2, 3]) == [1, 2, 3])
    }

    @Test func `a store in a domain is asked through the kernel, where no socket is`() throws {
        func choose(path: FilePath? = nil, device: FilePath) throws -> StoreConnection {
            let transport = try StoreTransport.choose(
                path: path, socket: "/nonexistent/socket", device: device, within: .seconds(1))
            return StoreConnection(transport, limit: .seconds(1))
        }
        // What /dev/null is told is gone, and it has nothing to say: it was the device that was asked.
        #expect(throws: StoreError.closed(midMessage: false)) { try choose(device: "/dev/null").read(place) }
        #expect(throws: StoreError.closed(midMessage: false)) {
            try choose(path: "/dev/null", device: "/nonexistent/device").read(place)
        }
        let missing = StoreError.notConnected(path: "/nonexistent/socket", reason: "No such file or directory")
        #expect(throws: missing) { try choose(device: "/nonexistent/device") }
        // A file in the device's place is none.
        #expect(throws: missing) { try choose(device: "/etc/hostname") }
    }
}
