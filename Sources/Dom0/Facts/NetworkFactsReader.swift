import Formats
import Model

/// Reads what configures the network, from files only.
struct NetworkFactsReader {
    let root: Root

    func read() -> NetworkFacts {
        var facts = NetworkFacts(managers: managers(), interfaces: interfaces())
        facts.claims = networkdClaims() + networkManagerClaims()
        readIfupdown(into: &facts)
        facts.netctlUnits = root.names(in: wants).filter { $0.hasPrefix("netctl") && $0.hasSuffix(".service") }
        return facts
    }

    private let wants: HostPath = "/etc/systemd/system/multi-user.target.wants"

    // MARK: Managers

    private func managers() -> [NetworkManagerKind] {
        // A service that runs has a control group; networking.service is done when it has run.
        let running: [(NetworkManagerKind, HostPath)] = [
            (.networkd, "/sys/fs/cgroup/system.slice/systemd-networkd.service"),
            (.networkManager, "/sys/fs/cgroup/system.slice/NetworkManager.service"),
            (.ifupdown, "/run/network/ifstate"),
        ]
        let enabled: [(NetworkManagerKind, HostPath)] = [
            (.networkd, wants / "systemd-networkd.service"), (.networkManager, wants / "NetworkManager.service"),
            (.ifupdown, wants / "networking.service"),
            (.ifupdown, "/etc/systemd/system/network-online.target.wants/networking.service"),
        ]
        var found: [NetworkManagerKind] = []
        for (kind, path) in running + enabled where !found.contains(kind) && root.exists(path) { found.append(kind) }
        if root.names(in: wants).contains(where: { $0.hasPrefix("netctl") }) { found.append(.netctl) }
        return found
    }

    // MARK: Interfaces

    func interfaces() -> [NetworkFacts.Interface] {
        let routed = defaultRoutes()
        return root.names(in: "/sys/class/net").map { name in
            let place = HostPath("/sys/class/net") / name
            return NetworkFacts.Interface(
                name, mac: root.line(place / "address").flatMap { $0.isEmpty ? nil : $0 },
                isBridge: root.exists(place / "bridge"), hasDefaultRoute: routed.contains(name),
                speaksSTP: root.line(place / "bridge/stp_state").map { $0 != "0" } ?? false)
        }
    }

    /// Source: Linux net/ipv4/fib_trie.c, `fib_route_seq_show`; net/ipv6/route.c, `rt6_info_route`.
    private func defaultRoutes() -> Set<String> {
        func rows(_ path: HostPath) -> [[Substring]] {
            String(decoding: root.content(path) ?? [], as: UTF8.self).split(separator: "\n").map {
                $0.split { $0 == " " || $0 == "\t" }
            }
        }
        let ipv4 = rows("/proc/net/route").filter { $0.count > 7 && $0[1] == "00000000" && $0[7] == "00000000" }
        // The kernel's own reject routes are on lo.
        let ipv6 = rows("/proc/net/ipv6_route").filter { row in
            row.count > 9 && row[0].allSatisfy { $0 == "0" } && row[1] == "00" && row[9] != "lo"
        }
        return Set(ipv4.map { String($0[0]) } + ipv6.map { String($0[9]) })
    }

    // MARK: Files of systemd-networkd

    /// Each name once, `/etc` before `/run` before `/usr/local`; the distribution's own in `/usr/lib` are defaults.
    private func networkdClaims() -> [NetworkFacts.Claim] {
        var files: [String: HostPath] = [:]
        for directory in ["/usr/local/lib", "/run", "/etc"].compactMap({ HostPath($0 + "/systemd/network") }) {
            for name in root.names(in: directory) { files[name] = directory / name }
        }
        return files.sorted { $0.key < $1.key }.compactMap { name, path in
            guard !name.hasPrefix("05-reeve-"), let content = root.content(path) else { return nil }
            let file = UnitFile(parsing: SourceText(name: path.string, bytes: content))
            if name.hasSuffix(".netdev") {
                return file.value(of: "Name", in: "NetDev").map {
                    NetworkFacts.Claim(.networkd, path, names: [$0], makes: true)
                }
            }
            guard name.hasSuffix(".network") else { return nil }
            func words(_ key: String) -> [String] {
                file.values(of: key, in: "Match").flatMap { $0.split(separator: " ").map(String.init) }
            }
            let names = words("Name")
            // Without a name it means every interface that its other conditions let through.
            let macs = words("MACAddress") + words("PermanentMACAddress")
            return NetworkFacts.Claim(.networkd, path, names: names.isEmpty && macs.isEmpty ? ["*"] : names, macs: macs)
        }
    }
}
