import Formats
import Model

/// Finds which files of which software make bridges.
struct BridgeReader {
    let root: Root

    func bridges() -> [InitialBridge] { ifupdown() + networkd() + networkManager() + netctl() }

    /// Source: interfaces(5), bridge-utils-interfaces(5); an interface is a bridge when it has ports.
    private func ifupdown() -> [InitialBridge] {
        let more = root.names(in: "/etc/network/interfaces.d").map { "/etc/network/interfaces.d" / $0 }
        return (["/etc/network/interfaces"] + more).flatMap { file -> [InitialBridge] in
            let content = root.content(file) ?? []
            let stanzas = InterfacesFile(parsing: SourceText(name: file.string, bytes: content)).stanzas
            return stanzas.reduce(into: [InitialBridge]()) { found, stanza in
                guard stanza.options.contains(where: { ["bridge_ports", "bridge-ports"].contains($0.name) }),
                    let bridge = stanza.interface.map({ InitialBridge($0, .ifupdown, file) }), !found.contains(bridge)
                else { return }
                found.append(bridge)
            }
        }
    }

    /// Of files of one name the first directory's counts.
    ///
    /// Source: systemd.netdev(5).
    private func networkd() -> [InitialBridge] {
        let directories: [HostPath] = ["/etc", "/run", "/usr/lib"]
        var seen: Set<String> = []
        return directories.flatMap { directory in
            files("netdev", in: directory / "systemd/network").compactMap { file -> InitialBridge? in
                guard seen.insert(file.name).inserted, let unit = unit(file),
                    unit.value(of: "Kind", in: "NetDev") == "bridge"
                else { return nil }
                return unit.value(of: "Name", in: "NetDev").map { InitialBridge($0, .networkd, file) }
            }
        }
    }

    /// Source: nm-settings-keyfile(5).
    private func networkManager() -> [InitialBridge] {
        files("nmconnection", in: "/etc/NetworkManager/system-connections").compactMap { file in
            guard let unit = unit(file), unit.value(of: "type", in: "connection") == "bridge" else { return nil }
            return unit.value(of: "interface-name", in: "connection").map { InitialBridge($0, .networkManager, file) }
        }
    }

    /// Source: netctl.profile(5).
    private func netctl() -> [InitialBridge] {
        root.names(in: "/etc/netctl").map { "/etc/netctl" / $0 }.compactMap { file in
            guard root.isFile(file), let content = root.content(file) else { return nil }
            let profile = ShellAssignments(parsing: SourceText(name: file.string, bytes: content))
            guard profile.value(of: "Connection")?.text == "bridge" else { return nil }
            return (profile.value(of: "Interface")?.text).map { InitialBridge($0, .netctl, file) }
        }
    }

    private func files(_ ending: String, in directory: HostPath) -> [HostPath] {
        root.names(in: directory).filter { $0.hasSuffix(".\(ending)") }.map { directory / $0 }
    }

    private func unit(_ file: HostPath) -> UnitFile? {
        root.content(file).map { UnitFile(parsing: SourceText(name: file.string, bytes: $0)) }
    }
}
