import Dom0
import Testing

@Suite struct `running programs` {
    let runner = SubprocessRunner()

    @Test func `both outputs and the exit status come back`() async throws {
        let result = try await runner.run(Command("/bin/ls", "-d", "/", "/nowhere"), timeout: nil)
        #expect(result.ending == .exited(2))
        #expect(result.output == Array("/\n".utf8))
        #expect(result.lastErrorLine == "/bin/ls: cannot access '/nowhere': No such file or directory")
    }

    @Test func `the environment is scrubbed`() async throws {
        let output = try await runner.output(of: Command("env", environment: ["REEVE_TEST": "1"]))
        #expect(
            String(decoding: output, as: UTF8.self).split(separator: "\n").sorted() == [
                "LC_ALL=C", "PATH=\(SubprocessRunner.path)", "REEVE_TEST=1",
            ])
    }

    @Test func `a failure is told with the command and its last words`() async throws {
        await #expect(throws: CommandError.self) { try await runner.output(of: Command("/bin/false")) }
        let command = Command("/usr/sbin/xl", "create", "/run/reeve/web.cfg")
        let result = CommandResult(.exited(1), errors: Array("Parsing config\nnot enough free memory\n\n".utf8))
        #expect(
            "\(CommandError.failed(command, result))"
                == "/usr/sbin/xl create /run/reeve/web.cfg: exit 1: not enough free memory")
        #expect("\(CommandError.failed(command, CommandResult(.signalled(9))))".hasSuffix(": killed by signal 9"))
        #expect("\(Command("a", "b c", "", "it's"))" == #"a 'b c' '' 'it'\''s'"#)
    }

    @Test func `a program that is not there is named`() async {
        await #expect(throws: CommandError.notStarted(Command("/nowhere/xl"), reason: "no such file or directory")) {
            try await runner.run(Command("/nowhere/xl"), timeout: nil)
        }
    }

    @Test func `a program that takes too long is killed with what it started`() async {
        let command = Command("/usr/bin/timeout", "60", "sleep", "60")
        await #expect(throws: CommandError.timedOut(command, after: .milliseconds(50))) {
            try await runner.run(command, timeout: .milliseconds(50))
        }
    }
}
