import Formats
import Testing

@Suite struct `oxenstored.conf` {
    private func diagnose(_ text: String) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        _ = OxenstoredConf(parsing: SourceText(name: "oxenstored.conf", text: text), diagnostics: &diagnostics)
        return diagnostics
    }

    @Test func `there are 35 settings`() {
        #expect(OxenstoredSchema.keys.count == 35)
        #expect(Set(OxenstoredSchema.keys.map(\.name)).count == 35)
    }

    @Test func `what is not set has oxenstored's default`() {
        let conf = OxenstoredConf()
        #expect(conf[.quotaMaxWatch] == 100)
        #expect(conf[.conflictBurstLimit] == 5)
        #expect(conf[.permsActivate])
        #expect(conf[.xenstoredLogLevel] == .warn)
        #expect(conf[.xenstoredKVA] == "")
    }

    @Test func `settings are written as oxenstored reads them`() {
        var conf = OxenstoredConf()
        conf.comment("Rendered.")
        conf[.quotaActivate] = false
        conf[.conflictMaxHistorySeconds] = 0.1
        conf[.xenstoredKVA] = "/proc/xen/xsd_kva"
        conf[.xenstoredLogLevel] = .null
        conf[.quotaMaxWatch] = 7
        conf[.quotaMaxWatch] = 200
        #expect(
            conf.text == """
                # Rendered.
                quota-activate = false
                conflict-max-history-seconds = 0.1
                xenstored-kva = /proc/xen/xsd_kva
                xenstored-log-level = null
                quota-maxwatch = 200

                """)
        #expect(OxenstoredConf(parsing: SourceText(name: "a", text: conf.text)) == conf)
    }

    @Test func `a value is read as OCaml reads it`() {
        let conf = OxenstoredConf(
            parsing: SourceText(
                name: "a",
                text: """
                    quota-maxsize=0x10
                    quota-maxentity = 1_000
                    \t xenstored-log-nb-chars =  -5\t
                    conflict-burst-limit = 2.
                    persistent = true
                    persistent = yes
                    pid-file = /a=b
                    """))
        #expect(conf[.quotaMaxSize] == 16)
        #expect(conf[.quotaMaxEntity] == 1000)
        #expect(conf[.xenstoredLogNbChars] == -5)
        #expect(conf[.conflictBurstLimit] == 2)
        #expect(conf[.persistent])
        #expect(conf[.pidFile] == "/a=b")
    }

    @Test func `everything that oxenstored would not take is told`() {
        let diagnostics = diagnose(
            "persistent = 1\nmerge-activate =\nacesss-log-nb-chars = 80\n# fine\nwhat\nring-scan-interval = 2s\n")
        #expect(
            diagnostics.map(\.message) == [
                "\"1\" is not true or false", "\"\" is not true or false",
                "oxenstored has no setting \"acesss-log-nb-chars\"",
                "\"what\" is no setting; oxenstored passes over it",
                "\"2s\" is not a whole number",
            ])
        #expect(diagnostics[0].span == 13..<14)
        #expect(diagnostics[0].hint == "oxenstored would keep false")
        #expect(diagnostics[2].hint == "did you mean \"access-log-nb-chars\"?")
    }

    @Test func `watch events must not run out before requests do`() {
        #expect(
            diagnose("quota-maxoutstanding = 2000\n").map(\.message)
                == ["quota-maxwatchevents (1024) is below quota-maxoutstanding (2000)"])
    }
}
