import Dom0
import Glibc
import Synchronization
import SystemPackage
import Testing

@Suite struct `reading files` {
    let place: TemporaryDirectory

    init() throws {
        place = try TemporaryDirectory()
    }

    @Test(arguments: [0, 1, 4095, 4096, 100_000])
    func `a file is read whole`(size: Int) throws {
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        try DurableFile.replace(place.path.appending("a"), content: content, mode: 0o600)
        #expect(try FileReader.read(place.path.appending("a")) == content)
    }

    @Test func `a file of proc is read to its end`() throws {
        #expect(try FileReader.read("/proc/self/status").count > 100)
    }

    @Test func `a missing file is named`() throws {
        #expect(message { try FileReader.read("/nowhere/host.conf") } == "/nowhere/host.conf: no such file")
        #expect(try FileReader.readIfPresent("/nowhere/host.conf") == nil)
    }

    @Test func `what is not a file is refused, and not waited for`() throws {
        let fifo = place.path.appending("fifo")
        #expect(mkfifo(fifo.string, 0o600) == 0)
        #expect(message { try FileReader.read(fifo) } == "\(fifo): is a FIFO, not a regular file")
        #expect(message { try FileReader.read("/tmp") } == "/tmp: is a directory, not a regular file")
        #expect(
            message { try FileReader.read("/dev/zero") } == "/dev/zero: is a character device, not a regular file")
    }

    @Test func `a file above the limit is refused`() throws {
        try DurableFile.replace(place.path.appending("a"), content: .init(repeating: 0, count: 11), mode: 0o600)
        #expect(throws: FileError.tooLarge(place.path.appending("a"), limit: 10)) {
            try FileReader.read(place.path.appending("a"), limit: 10)
        }
    }
}

@Suite struct `replacing files` {
    let place: TemporaryDirectory
    let path: FilePath

    init() throws {
        place = try TemporaryDirectory()
        path = place.path.appending("a")
    }

    @Test func `a file, a link and nothing take each other's place`() throws {
        try DurableFile.replace(path, content: Array("one".utf8), mode: 0o640)
        #expect(try place.listing() == ["a": "640 one"])
        try DurableFile.link(path, target: "/dev/null")
        #expect(try place.listing() == ["a": "-> /dev/null"])
        try DurableFile.replace(path, content: Array("two".utf8), mode: 0o600)
        #expect(try place.listing() == ["a": "600 two"])
        try DurableFile.remove(path)
        try DurableFile.remove(path)
        #expect(try place.listing() == [:])
    }

    @Test func `content is on disk before the name is, and the name before the call returns`() throws {
        let calls = Mutex<[String]>([])
        let probe = Probe { call throws(Errno) in calls.withLock { $0.append(call.name) } }
        try DurableFile.replace(path, content: [1], mode: 0o644, probe: probe)
        try DurableFile.link(path, target: "b", probe: probe)
        try DurableFile.remove(path, probe: probe)
        try Directory.make(place.path.appending("d/e"), probe: probe)
        #expect(
            calls.withLock { $0 } == [
                "create", "write", "sync", "rename", "sync directory", "link", "rename", "sync directory", "remove",
                "sync directory", "make directory", "sync directory", "make directory", "sync directory",
            ])
    }

    @Test(arguments: ["create", "write", "sync", "rename"])
    func `a full disk leaves the old file whole and nothing else`(call: String) throws {
        try DurableFile.replace(path, content: Array("old".utf8), mode: 0o644)
        let probe = Probe { reached throws(Errno) in if reached.name == call { throw .noSpace } }
        let text = message { try DurableFile.replace(path, content: [1], mode: 0o644, probe: probe) }
        #expect(text.hasSuffix("\(call): no space left on device"))
        #expect(try place.listing() == ["a": "644 old"])
    }

    @Test func `what a dead writer left is found and removed`() throws {
        let dead = Mutex(false)
        let probe = Probe { reached throws(Errno) in
            if reached.name == "rename" { dead.withLock { $0 = true } }
            if dead.withLock({ $0 }) { throw .ioError }
        }
        _ = message { try DurableFile.replace(path, content: [1], mode: 0o644, probe: probe) }
        #expect(try place.listing().count == 1)
        try DurableFile.removeLeftovers(in: place.path)
        #expect(try place.listing() == [:])
    }

    @Test func `a directory that another process makes at the same moment is no error, and not ours`() throws {
        let outer = place.path.appending("d").string
        let meanwhile = Probe { call throws(Errno) in
            if call == .makeDirectory(outer) { mkdir(outer, 0o700) }
        }
        let inner = place.path.appending("d/e")
        #expect(try Directory.make(inner, probe: meanwhile) == [inner])
    }

    @Test func `a directory in the file's place is named and kept`() throws {
        try Directory.make(path)
        #expect(
            message { try DurableFile.replace(path, content: [1], mode: 0o644) }
                == "\(path): rename: is a directory")
        #expect(try place.listing() == ["a": "755/"])
    }
}

@Suite struct `the writers' lock` {
    @Test func `one writer at a time, the next one when it is done`() throws {
        let place = try TemporaryDirectory()
        let path = place.path.appending("run/reeve/lock")
        do {
            let lock = try WriterLock.acquire(place.root)
            #expect(throws: LockError.held(path, by: getpid())) { _ = try WriterLock.acquire(place.root) }
            withExtendedLifetime(lock) {}
        }
        _ = try WriterLock.acquire(place.root)
    }
}

func message(_ body: () throws -> some Any) -> String {
    do {
        return "no error: \(try body())"
    } catch {
        return "\(error)"
    }
}

extension Probe.Call {
    var name: String {
        switch self {
        case .create: "create"
        case .write: "write"
        case .sync: "sync"
        case .rename: "rename"
        case .link: "link"
        case .remove: "remove"
        case .makeDirectory: "make directory"
        case .removeDirectory: "remove directory"
        case .syncDirectory: "sync directory"
        }
    }
}
