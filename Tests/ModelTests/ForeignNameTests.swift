import Formats
import Model
import Testing

@Suite struct `names from elsewhere` {
    static func said(_ text: String) -> [String] {
        let document = XLDocument(parsing: SourceText(name: "host.conf", text: text))
        let (_, diagnostics) = HostSpecification.decode(file: "host.conf", settings: document.settings)
        return (ForeignName.explained(document.diagnostics, in: document) + diagnostics).map {
            "\($0.span.map { "\($0.lowerBound)+\($0.count)" } ?? "") \($0.message): \($0.hint ?? "")"
        }
    }

    @Test(arguments: [
        (
            "virtualisation.xen.dom0Resources.maxVCPUs = 2;",
            "0+41 \"virtualisation.xen.dom0Resources.maxVCPUs\" is an option of NixOS: write dom0.vcpus"
        ),
        ("  dom0Resources.memory = 2048", "2+20 \"dom0Resources.memory\" is an option of NixOS: write dom0.memory"),
        (
            "virtualisation.xen.boot.params = [ \"smt=0\" ]",
            "0+30 \"virtualisation.xen.boot.params\" is an option of NixOS: write xen.params"
        ),
        (
            "virtualisation.xen.bridge.forwardDns = true;",
            "0+36 \"virtualisation.xen.bridge.forwardDns\" is an option of NixOS: leave it out: what answers DNS is no part of the host's Xen"
        ),
        (
            "XENCONSOLED_TRACE=all",
            "0+17 \"XENCONSOLED_TRACE\" is a variable of /etc/default/xencommons: write console.log"
        ),
        (
            "XENSTORETYPE=\"daemon\"",
            "0+12 \"XENSTORETYPE\" is a variable of /etc/default/xencommons: write store.type"
        ),
        (
            "XENDOMAINS_AUTO=/etc/xen/auto",
            "0+15 \"XENDOMAINS_AUTO\" is a variable of /etc/default/xendomains: write reeve.start.auto = 1 in the guest's file"
        ),
        (
            "dom0-cpus = 2",
            "0+9 \"dom0-cpus\" is an option of xend, which is gone since Xen 4.5: write dom0.vcpus"
        ),
        ("autoballoon = \"off\"", "0+11 there is no key \"autoballoon\": it is a key of xl.conf: write xl.autoballoon"),
        ("vcpus = 2", "0+5 there is no key \"vcpus\": it is a key of a guest's file"),
        (
            "dom0_mem = \"1G\"",
            "0+8 there is no key \"dom0_mem\": it is an option of Xen's command line: write dom0.memory, dom0.memory_max"
        ),
        ("smt = 0", "0+3 there is no key \"smt\": it is an option of Xen's command line: write cpu.smt"),
        (
            "dbgp = \"xhci\"",
            "0+4 there is no key \"dbgp\": it is an option of Xen's command line: write xen.params = [\"dbgp=VALUE\"]"
        ),
        ("Memory = 2", "0+6 \"Memory\" cannot be a key: write it in lower case: memory"),
    ])
    func `are answered with what to write`(line: String, said: String) {
        #expect(Self.said(line + "\n") == [said])
    }

    @Test func `other errors stay, and each line is told once`() {
        #expect(
            Self.said("XENSTORED = oxenstored # = (\nX = 1\n").map { String($0.prefix(20)) } == [
                "0+9 \"XENSTORED\" is a", "29+1 \"X\" cannot be a",
            ])
    }

    @Test(arguments: ForeignName.all.map(\.name))
    func `every name has advice of its own`(name: String) throws {
        let row = try #require(ForeignName.named(name))
        #expect(row.name == name)
        #expect(!row.advice.isEmpty)
        #expect(!row.advice.hasPrefix("host.conf has no key"))
        // Some have the same name here.
        #expect(HostKey.named(name) == nil || row.advice == "write \(name)")
    }

    @Test func `only names of the store may be without a key`() {
        let without = ForeignName.all.filter { $0.advice == "host.conf has no key for it: leave it out" }.map(\.name)
        #expect(without.filter { !$0.hasPrefix("store.") && !$0.hasPrefix("XENSTORE") } == [])
    }
}
