import Formats
import Model
import Testing

@Suite struct `what init takes over` {
    private func first(_ facts: Facts, _ sources: InitialSources = InitialSources()) -> [String] {
        InitialConfiguration(directory: "/etc/reeve", sources: sources, facts: facts).steps.map(\.line)
    }

    @Test func `words that only the running Xen has are told`() {
        var facts = Facts.debian
        facts.grub = .init(xen: ["dom0_mem=1G,max:1G"])
        facts.xenCommandLine = ["placeholder", "dom0_mem=1G,max:1G", "no-real-mode", "edd=off", "loglvl=all"]
        #expect(
            first(facts) == [
                "wrote /etc/reeve/host.conf: 1 key taken over, all others as comments",
                "note: Xen runs with loglvl=all, which its loader will not say at the next boot",
            ])
    }

    @Test func `where nothing else says it, the running Xen does`() {
        var facts = Facts.debian
        facts.grub = nil
        facts.xenCommandLine = ["dom0_mem=min:1G,max:4G", "dom0_max_vcpus=1-4"]
        let steps = InitialConfiguration(directory: "/etc/reeve", sources: InitialSources(), facts: facts).steps
        guard case .file(let content, 0o644)? = steps.first?.change?.node else { return #expect(Bool(false)) }
        #expect(
            String(decoding: content, as: UTF8.self).contains(
                "\n# Taken over: the running Xen says these words.\nxen.params = [\"dom0_mem=min:1G,max:4G\", \"dom0_max_vcpus=1-4\"]\n"
            ))
    }

    @Test(arguments: [
        ("4G,max:4G", "4G"), ("4096M", "4G"), ("2097152", "2G"), ("max:2g,2048m", "2G"), ("1G,max:2G", nil),
        ("min:1G,1G", nil), ("25%", nil), ("-512M", nil), ("1G+10%", nil), ("3000000", nil), ("", nil),
    ])
    func `one size of dom0 is a key, all else stays a word`(value: String, memory: String?) {
        var facts = Facts.debian
        facts.grub = .init(xen: ["dom0_mem=\(value)"])
        let steps = InitialConfiguration(directory: "/etc/reeve", sources: InitialSources(), facts: facts).steps
        guard case .file(let content, _)? = steps.first?.change?.node else { return #expect(Bool(false)) }
        let lines = String(decoding: content, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == [memory.map { "dom0.memory = \"\($0)\"" } ?? "xen.params = [\"dom0_mem=\(value)\"]"])
    }

    @Test func `what GRUB's own settings say already is not written again`() {
        var facts = Facts.debian
        facts.grub = .init(xen: ["dom0_mem=2G,max:2G", "loglvl=info"], xenDefault: ["loglvl=all"])
        let host = HostSpecification(memory: .mebibytes(2048), xenParameters: ["loglvl=all"])
        #expect(Specification(host: host).rendered(for: facts).tree["/etc/default/grub.d/zz-reeve.cfg"] == nil)
        let other = HostSpecification(memory: .mebibytes(2048), xenParameters: ["loglvl=info"])
        guard
            case .file(let content, _)? = Specification(host: other).rendered(for: facts).tree[
                "/etc/default/grub.d/zz-reeve.cfg"]?.node
        else { return #expect(Bool(false)) }
        #expect(
            String(decoding: content, as: UTF8.self).hasSuffix("\nGRUB_CMDLINE_XEN=\"$GRUB_CMDLINE_XEN loglvl=info\"\n")
        )
    }
}
