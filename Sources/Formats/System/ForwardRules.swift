/// What a packet filter does with packets that are passed on, as far as guests on a bridge are concerned.
///
/// Where `net.bridge.bridge-nf-call-iptables` is 1 it sees every packet that crosses a bridge.
package struct ForwardRules: Sendable, Equatable {
    /// Whether what no rule accepts is dropped.
    package var drops: Bool
    /// Whether there is a rule that accepts whatever crosses a bridge.
    package var acceptsBridged: Bool
    /// Interfaces, and bridges, whose packets a rule accepts.
    package var accepted: Set<String>

    package init(drops: Bool = false, acceptsBridged: Bool = false, accepted: Set<String> = []) {
        self.drops = drops
        self.acceptsBridged = acceptsBridged
        self.accepted = accepted
    }

    /// Reads what `iptables -S FORWARD` prints.
    ///
    /// Xen's vif-bridge adds two rules for each interface of a guest, with `--physdev-in` and `--physdev-out`.
    /// Source: iptables(8), iptables-extensions(8) "physdev"; Xen tools/hotplug/Linux/vif-common.sh, `frob_iptable`.
    package init(iptables output: [UInt8]) {
        self.init()
        for line in output.split(separator: UInt8(ascii: "\n")) {
            let words = line.blankSeparated.map(\.text)
            if words.starts(with: ["-P", "FORWARD"]) {
                drops = words.last == "DROP" || words.last == "REJECT"
                continue
            }
            guard words.starts(with: ["-A", "FORWARD"]), words.suffix(2) == ["-j", "ACCEPT"] else { continue }
            take(words.dropFirst(2).dropLast(2))
        }
    }

    /// Reads what `nft list chains` prints: only whether one that sees such packets drops by its policy.
    package init(nftChains output: [UInt8]) {
        let text = String(decoding: output, as: UTF8.self)
        self.init(
            drops: text.split(separator: "\n").contains { $0.contains("hook forward") && $0.contains("policy drop") })
    }

    /// A rule that asks for more than the interface, as for an address, accepts not all of its packets.
    private mutating func take(_ matches: ArraySlice<String>) {
        var rest = matches
        var names: [String] = []
        while let word = rest.popFirst() {
            switch word {
            case "-m": guard rest.popFirst() == "physdev" else { return }
            case "--physdev-is-bridged": continue
            case "-i", "-o", "--physdev-in", "--physdev-out":
                guard let name = rest.popFirst() else { return }
                names.append(name)
            default: return
            }
        }
        if names.isEmpty { acceptsBridged = true } else if names.count == 1 { accepted.formUnion(names) }
    }
}
