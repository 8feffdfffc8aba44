import Formats
import Model
import Testing

@Suite struct `reeve doctor's checks` {
    @Test func `a healthy host has no finding, and nothing is hidden`() {
        #expect(Diagnosis(of: .healthy) == Diagnosis(checks: HealthCheck.all.count))
    }

    @Test(arguments: HealthCase.all)
    func `a check finds what it is for`(_ one: HealthCase) throws {
        let check = try #require(HealthCheck.all.first { $0.id == one.id })
        let findings = Diagnosis(of: one.facts, checks: [check]).findings
        #expect(findings.map(\.seen) == [one.seen])
        #expect(findings.map(\.severity) == [one.severity])
    }

    @Test(arguments: QuietCase.all)
    func `a check says nothing where nothing comes of it`(_ one: QuietCase) throws {
        let check = try #require(HealthCheck.all.first { $0.id == one.id })
        #expect(Diagnosis(of: one.facts, checks: [check]) == Diagnosis(checks: 1))
    }

    @Test(arguments: HealthCase.all)
    func `a finding is told in clauses, with a remedy`(_ one: HealthCase) {
        for finding in Diagnosis(of: one.facts).findings {
            for clause in [finding.seen, finding.why, finding.remedy] {
                #expect(!clause.isEmpty && !clause.hasSuffix(".") && !clause.contains("\n"), "\(clause)")
            }
        }
    }

    @Test func `every check has a case in which it fires`() {
        #expect(Set(HealthCheck.all.map(\.id)) == Set(HealthCase.all.map(\.id)))
    }

    @Test func `no two checks have the same name`() {
        #expect(Set(HealthCheck.all.map(\.id)).count == HealthCheck.all.count)
    }

    @Test func `errors come first, and what is hidden is told with its reason`() {
        var facts = HealthFacts.healthy
        facts.failedUnits = .seen([.init("cron.service", "Cron"), .init("xenstored.service", "Store of Xen")])
        facts.xenCommandLine = .hidden("only root may ask")
        let diagnosis = Diagnosis(of: facts)
        #expect(diagnosis.findings.map(\.severity) == [.error, .warning])
        #expect(diagnosis.unseen.contains(.init(id: "dom0-memory", reason: "only root may ask")))
        #expect(!diagnosis.unseen.contains { $0.id == "system-degraded" })
    }

    @Test func `a host without Xen, of which nothing can be looked at, has no finding`() {
        #expect(Diagnosis(of: HealthFacts()).findings == [])
    }
}
