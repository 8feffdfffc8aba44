import Formats

/// Finds the admin's own files that configure what a bridge needs.
struct NetworkClaims {
    private let manager: NetworkManagerKind
    private let facts: NetworkFacts
    private let replaced: Set<HostPath>
    var obstacles: [Plan.Obstacle] = []

    init(_ manager: NetworkManagerKind, _ facts: NetworkFacts, replaced: [HostPath] = []) {
        self.replaced = Set(replaced)
        self.manager = manager
        self.facts = facts
    }

    /// Takes an interface for a bridge: a file that means it alone, of any manager that runs, is an obstacle.
    mutating func demand(_ name: InterfaceName, for bridge: InterfaceName) {
        let mac = facts.mac(of: name)
        for claim in facts.claims where claim.manager == manager || facts.managers.contains(claim.manager) {
            guard claim.fit(name, mac: mac) == .alone, !replaced.contains(claim.path),
                !obstacles.contains(where: { $0.path == claim.path })
            else {
                continue
            }
            obstacles.append(
                Plan.Obstacle(
                    path: claim.path, kind: "a file of yours for \(name)",
                    remedy: remedy(claim, name, bridge)))
        }
    }

    /// The file that the manager takes for an interface, ours not counted.
    func file(of name: InterfaceName) -> (claim: NetworkFacts.Claim, fit: NetworkFacts.Claim.Fit)? {
        let mac = facts.mac(of: name)
        for claim in facts.claims where claim.manager == manager && !claim.makes {
            if let fit = claim.fit(name, mac: mac) { return (claim, fit) }
        }
        return nil
    }

    private func remedy(_ claim: NetworkFacts.Claim, _ name: InterfaceName, _ bridge: InterfaceName) -> String {
        let what =
            name == bridge
            ? "host.conf declares \(bridge) too"
            : "host.conf makes \(name) a port of \(bridge), which takes its addresses over"
        switch claim.manager {
        case .networkd where claim.path.string.contains("netplan"): return "\(what): take \(name) out of /etc/netplan"
        case .networkd where manager == .networkd:
            return "\(what): name the file in network.bridge.\(bridge).replaces, or move it away"
        case .ifupdown: return "\(what): take the stanza of \(name) out of it"
        default: return "\(what): move the file away"
        }
    }
}
