package import Formats

/// Compares the interfaces of guests with the bridges that host.conf declares.
///
/// What nobody declared may be made by somebody else, so nothing is said of it; whether it is there, `prepare` looks.
package enum GuestBridges {
    package static func check(_ guests: [GuestSpecification], on host: HostSpecification) -> [Diagnostic] {
        let bridges = Dictionary(
            host.network.bridges.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
        guard !bridges.isEmpty else { return [] }
        let defaults = GuestNetworkDefaults(xlConf: host.xl)
        var found: [Diagnostic] = []
        for guest in guests {
            for interface in guest.interfaces where interface.value.backend == nil {
                // Open vSwitch's script takes a VLAN behind the name: "br0.100", "br0:10:20".
                let written = interface.value.bridge ?? defaults.bridge
                let base = String(written.prefix { $0 != "." && $0 != ":" })
                guard let bridge = bridges[written] ?? bridges[base] else { continue }
                let script = interface.value.script ?? defaults.script
                guard let hint = mismatch(of: script, with: bridge.kind) else { continue }
                found.append(
                    Diagnostic(
                        .warning, file: guest.file, span: interface.span,
                        "\"\(bridge.name)\" is \(title(of: bridge.kind)), and the interface joins it with \(script)",
                        key: "vif", hint: hint))
            }
        }
        return found
    }

    private static func title(of kind: BridgeSpecification.Kind) -> String {
        switch kind {
        case .linux: "a bridge of Linux"
        case .openvswitch: "a bridge of Open vSwitch"
        }
    }

    /// What to write, when it is one of Xen's two scripts and the bridge is the other's; a script of the admin's own may
    /// do anything.
    private static func mismatch(of script: String, with kind: BridgeSpecification.Kind) -> String? {
        switch (kind, script.split(separator: "/").last) {
        case (.linux, "vif-openvswitch"): "write script=vif-bridge, or leave script out"
        case (.openvswitch, "vif-bridge"): "write script=vif-openvswitch, or xl.vif.default.script in host.conf for all"
        default: nil
        }
    }
}
