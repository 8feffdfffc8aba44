import Formats
import Testing

@Suite struct `oxenstored's own view of its configuration` {
    @Test func `it takes every setting that we write`() async throws {
        var conf = OxenstoredConf()
        for key in OxenstoredSchema.keys {
            conf = OxenstoredConf(
                parsing: SourceText(name: "oxenstored.conf", text: conf.text + "\(key.name) = \(key.standard)\n"))
        }
        #expect(conf.lines.count == 35)
        #expect(try await RealStore.check(conf) == "")
    }

    @Test(arguments: [
        "persistent = yes", "persistent = 1", "quota-maxsize = 2k", "acesss-log-nb-chars = 1", "bogus = 1",
    ])
    func `it refuses what we refuse`(line: String) async throws {
        var diagnostics: [Diagnostic] = []
        let conf = OxenstoredConf(parsing: SourceText(name: "a", text: line), diagnostics: &diagnostics)
        #expect(diagnostics.count == 1)
        #expect(try await RealStore.check(conf).hasPrefix("config: "))
    }
}
