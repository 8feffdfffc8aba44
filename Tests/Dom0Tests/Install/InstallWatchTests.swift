import Dom0
import Model
import Testing

@Suite struct `following an installation` {
    @Test func `it is seen to be ordered, to run, and to be over`() async throws {
        let fixture = try InstallFixture("reeve.install.reboots = 1\n")
        try await fixture.order()
        let watch = try InstallWatch(host: fixture.guest.machine.host, name: "web")
        #expect(try await watch.look() == .waiting(""))
        try await fixture.prepare()
        try await fixture.run()
        #expect(try await watch.look() == .running(since: 1000, attempt: 1))
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        #expect(try await watch.look() == .running(since: 1000, attempt: 1))
        try await fixture.prepare()
        try await fixture.run()
        let second = try InstallWatch(host: fixture.guest.machine.host, name: "web")
        try fixture.has("---sr-", reason: 1)
        try await fixture.settle()
        let over = InstallProgress.over(InstallReport(.installed, attempt: 1, at: 1000))
        #expect(try await watch.look() == over)
        #expect(try await second.look() == over)
    }

    @Test func `an order that nobody carries out is taken back`() async throws {
        let fixture = try InstallFixture()
        try await fixture.order()
        let watch = try InstallWatch(host: fixture.guest.machine.host, name: "web")
        try await fixture.takeBack()
        #expect(try await watch.look() == .stalled(""))
        #expect(try fixture.phase == .defined)
    }

    @Test(
        arguments: [
            ("boot\nlast line\n", "last line"), ("one\r\ntwo\r\n  \n", "two"),
            ("\u{1b}[2J\u{1b}[1;31mred\u{1b}[0m\n", "red"),
            ("50%\r60%\r70%", "70%"), ("", nil), ("\n\n", nil),
        ] as [(String, String?)])
    func `the last line of its console is one that says something`(text: String, line: String?) async throws {
        let fixture = try InstallFixture()
        try fixture.guest.write(fixture.guest.paths.consoleLog, "of an earlier run\n")
        try await fixture.begin()
        let watch = try InstallWatch(host: fixture.guest.machine.host, name: "web")
        #expect(watch.lastLine() == nil)
        try fixture.guest.append(fixture.guest.paths.consoleLog, text)
        #expect(watch.lastLine().map { String(decoding: $0, as: UTF8.self) } == line)
    }
}
