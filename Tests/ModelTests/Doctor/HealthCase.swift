import Formats
import Model
import Testing

/// A host on which one check finds something.
struct HealthCase: Sendable, CustomTestStringConvertible {
    let id: String
    /// What it is that is wrong.
    let testDescription: String
    let severity: Diagnostic.Severity
    /// What the check says that it saw.
    let seen: String
    let facts: HealthFacts

    /// `spoil` makes the healthy host ill.
    init(
        _ id: String, _ name: String, _ severity: Diagnostic.Severity, _ seen: String,
        spoil: (inout HealthFacts) -> Void
    ) {
        self.id = id
        testDescription = "\(id): \(name)"
        self.severity = severity
        self.seen = seen
        var facts = HealthFacts.healthy
        spoil(&facts)
        self.facts = facts
    }

    static let all: [HealthCase] = toolstack + system + modules + memory
}

/// A host that is ill in some way, on which a check has nothing to say nevertheless.
struct QuietCase: Sendable, CustomTestStringConvertible {
    let id: String
    let testDescription: String
    let facts: HealthFacts

    init(_ id: String, _ name: String, spoil: (inout HealthFacts) -> Void) {
        self.id = id
        testDescription = "\(id): \(name)"
        var facts = HealthFacts.healthy
        spoil(&facts)
        self.facts = facts
    }

    static let all: [QuietCase] = quietMemory
}

extension HealthFacts {
    /// A Debian host that Reeve keeps, booted since the last apply.
    static let healthy: HealthFacts = {
        var host = Facts.debian
        host.xenCommandLine = ["console=com1", "dom0_mem=1024M,max:1024M"]
        host.storeRunsAsUnit = true
        host.bridges = ["xenbr0"]
        host.machineID = "0123456789abcdef0123456789abcdef"
        var facts = HealthFacts(
            host: host, hypervisor: .seen(host.hypervisor),
            xenCommandLine: .seen(["console=com1", "dom0_mem=1024M,max:1024M"]), failedUnits: .seen([]))
        facts.moduleLists = [.init("/etc/modules-load.d/xen.conf", text: "xen-privcmd\nxen-evtchn\n")]
        return facts
    }()
}
