import Formats
import Testing

@Suite struct `rules for what is passed on` {
    @Test func `Docker's policy, and the rules of Xen's hotplug script`() {
        let output = """
            -P FORWARD DROP
            -A FORWARD -m physdev --physdev-out vif1.0 --physdev-is-bridged -j ACCEPT
            -A FORWARD -m physdev --physdev-in vif1.0 --physdev-is-bridged -j ACCEPT
            -A FORWARD -s 10.0.0.5/32 -m physdev --physdev-in vif2.0 --physdev-is-bridged -j ACCEPT
            -A FORWARD -j DOCKER-USER
            -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A FORWARD -i docker0 ! -o docker0 -j ACCEPT

            """
        #expect(ForwardRules(iptables: Array(output.utf8)) == ForwardRules(drops: true, accepted: ["vif1.0"]))
    }

    @Test(arguments: [
        ("-A FORWARD -m physdev --physdev-is-bridged -j ACCEPT", ForwardRules(drops: true, acceptsBridged: true)),
        ("-A FORWARD -i xenbr0 -j ACCEPT", ForwardRules(drops: true, accepted: ["xenbr0"])),
        ("-A FORWARD -i xenbr0 -p tcp -j ACCEPT", ForwardRules(drops: true)),
        ("-A FORWARD -j ACCEPT", ForwardRules(drops: true, acceptsBridged: true)),
        ("-A FORWARD -m", ForwardRules(drops: true)),
    ])
    func `a rule accepts as much as it says`(_ rule: String, _ rules: ForwardRules) {
        #expect(ForwardRules(iptables: Array("-P FORWARD DROP\n\(rule)\n".utf8)) == rules)
    }

    @Test func `of nftables the policy of chains that see forwarded packets counts`() {
        let output = """
            table ip filter {
            \tchain FORWARD {
            \t\ttype filter hook forward priority filter; policy drop;
            \t}
            \tchain INPUT {
            \t\ttype filter hook input priority filter; policy drop;
            \t}
            }

            """
        #expect(ForwardRules(nftChains: Array(output.utf8)) == ForwardRules(drops: true))
        #expect(ForwardRules(nftChains: Array(output.replacing("forward", with: "output").utf8)) == ForwardRules())
    }
}
