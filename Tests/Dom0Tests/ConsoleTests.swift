import Dom0
import Glibc
import Model
import SystemPackage
import Testing

@Suite struct `the console of a guest` {
    @Test func `shows the last lines of the kept log, without what moves the cursor`() throws {
        let fixture = try GuestFixture()
        let log = ConsoleLog("web", root: fixture.directory.root)
        #expect(log.lastLines(2) == [])
        try fixture.write(fixture.paths.consoleLog, "one\r\n\u{1B}[2Jtwo\n   \nlogin: ")
        #expect(log.lastLines(2) == [Array("two".utf8), Array("login: ".utf8)])
        try fixture.write(fixture.paths.consoleLog, String(repeating: "x", count: 20000) + "\nend\n")
        #expect(log.lastLines(20) == [Array("end".utf8)])
    }

    @Test func `of one that came from another host is in the log of the name that it came under, up to its next boot`()
        throws
    {
        let fixture = try GuestFixture()
        let root = fixture.directory.root
        let arrived: HostPath = "/var/log/xen/console/guest-web--incoming.log"
        func age(_ path: HostPath, by seconds: Int) {
            var times = [timeval](repeating: timeval(tv_sec: time(nil) - seconds, tv_usec: 0), count: 2)
            utimes(root.path(path).string, &times)
        }
        try fixture.write(fixture.paths.consoleLog, "an earlier life\n")
        age(fixture.paths.consoleLog, by: 500)
        try fixture.write(arrived, "going on\n")
        #expect(ConsoleLog("web", root: root).lastLines(1) == [Array("going on".utf8)])
        age(arrived, by: 900)
        #expect(ConsoleLog("web", root: root).lastLines(1) == [Array("an earlier life".utf8)])
    }

    @Test(arguments: [("/bin/true", 0), ("/bin/false", 1)] as [(String, Int32)])
    func `ends as the program that has the terminal`(program: String, status: Int32) throws {
        #expect(try ForegroundProgram.run(Command(program)) == status)
    }

    @Test func `says that the program is not there`() {
        #expect(
            throws: CommandError.notStarted(Command("/nonexistent"), reason: "no such file or directory")
        ) { _ = try ForegroundProgram.run(Command("/nonexistent")) }
    }
}
