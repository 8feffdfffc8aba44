import Formats

extension HostDecoder {
    /// The networks, each bridge that has a key.
    mutating func network() -> NetworkSpecification {
        let names = Set(written.compactMap { HostKey.split($0).name })
        var bridges: [BridgeSpecification] = []
        var keys: [InterfaceName: BridgeKeys] = [:]
        for name in names.sorted() {
            let reading = BridgeKeys(name)
            guard let bridge = bridge(reading) else { continue }
            if let other = keys[bridge.name], let setting = setting(reading.key("name")) ?? anySetting(reading) {
                report(
                    .error, setting.keySpan, setting,
                    "network.bridge.\(other.name) is the bridge \"\(bridge.name)\" too", hint: "keep one of them")
                continue
            }
            keys[bridge.name] = reading
            bridges.append(bridge)
        }
        bridges.sort { $0.name < $1.name }
        var check = BridgeSetCheck()
        for bridge in bridges {
            guard let reading = keys[bridge.name] else { continue }
            for problem in check.problems(with: bridge, among: bridges) {
                guard let setting = setting(reading.key(problem.key)) else { continue }
                report(
                    problem.isError ? .error : .warning,
                    problem.index.map { Self.span(of: $0, in: setting) } ?? setting.value.span, setting,
                    problem.message, hint: problem.hint)
            }
        }
        return NetworkSpecification(
            manager: word("network.manager").flatMap(NetworkManagerKind.init), bridges: bridges)
    }

    /// The keys of one bridge.
    private struct BridgeKeys {
        /// As the keys have it.
        let name: String

        init(_ name: String) { self.name = name }

        func key(_ word: String) -> String { "\(HostKey.bridgePrefix)\(name).\(word)" }
    }

    private func anySetting(_ keys: BridgeKeys) -> XLSetting? {
        written.first { HostKey.split($0).name == keys.name }.flatMap { setting($0) }
    }

    private mutating func bridge(_ keys: BridgeKeys) -> BridgeSpecification? {
        guard let name = interfaceName(keys) else { return nil }
        var bridge = BridgeSpecification(name)
        bridge.kind = choice("kind", keys) ?? bridge.kind
        guard bridge.kind == .linux else {
            refuseAll(but: ["kind", "name"], keys)
            return bridge
        }
        bridge.mode = choice("mode", keys) ?? bridge.mode
        bridge.uplinks = interfaces("uplink", keys)
        bridge.ports = interfaces("ports", keys)
        bridge.vlan = count(keys.key("vlan"))
        bridge.addresses = list("address", keys) {
            IPNetwork(parsing: $0).map { .right($0) } ?? Self.wrongNetwork($0)
        }
        bridge.gateways = list("gateway", keys, Self.address)
        bridge.dns = list("dns", keys, Self.address)
        bridge.dhcp = choice("dhcp", keys) ?? bridge.dhcp
        bridge.usesIPv6 =
            word(keys.key("ipv6")).map { $0 == "auto" } ?? (!bridge.addresses.isEmpty || bridge.dhcp != .no)
        bridge.stp = flag(keys.key("stp")) ?? bridge.stp
        bridge.forwardDelay = count(keys.key("forward_delay"))
        bridge.mtu = count(keys.key("mtu"))
        bridge.mac = mac(keys)
        bridge.replaced = list("replaces", keys) { text in
            HostPath(text).map { .right($0) }
                ?? .wrong("\"\(text)\" is not an absolute path", hint: "as \"/etc/systemd/network/10-eth0.network\"")
        }
        return bridge
    }

    private mutating func interfaceName(_ keys: BridgeKeys) -> InterfaceName? {
        let written = setting(keys.key("name"))
        let text = word(keys.key("name")) ?? keys.name
        if let name = InterfaceName(text) { return name }
        guard let setting = written ?? anySetting(keys) else { return nil }
        report(
            .error, written?.value.span ?? setting.keySpan, setting, "\"\(text)\" is not a name of an interface",
            hint: Self.nameHint)
        return nil
    }

    private static let nameHint =
        "1 to \(InterfaceName.limit) letters, digits, dots, underscores and hyphens, as \"xenbr0\""

    private mutating func refuseAll(but allowed: Set<String>, _ keys: BridgeKeys) {
        for key in written where HostKey.split(key).name == keys.name {
            guard let setting = setting(key), let last = key.split(separator: ".").last,
                !allowed.contains(String(last))
            else { continue }
            report(
                .error, setting.keySpan, setting, "Reeve does not configure Open vSwitch",
                hint: "leave it out, and say it to ovs-vsctl")
        }
    }

    private func choice<Word: RawRepresentable<String>>(_ key: String, _ keys: BridgeKeys) -> Word? {
        word(keys.key(key)).flatMap(Word.init)
    }

    // MARK: Elements of lists

    private enum Element<Value> {
        case right(Value)
        case wrong(String, hint: String?)
    }

    private mutating func list<Value>(
        _ key: String, _ keys: BridgeKeys, _ element: (String) -> Element<Value>
    ) -> [Value] {
        guard let texts = strings(keys.key(key)), let setting = setting(keys.key(key)) else { return [] }
        var values: [Value] = []
        for (index, text) in texts.enumerated() {
            switch element(text) {
            case .right(let value): values.append(value)
            case .wrong(let message, let hint):
                report(.error, Self.span(of: index, in: setting), setting, message, hint: hint)
            }
        }
        return values
    }

    private mutating func interfaces(_ key: String, _ keys: BridgeKeys) -> [InterfaceName] {
        list(key, keys) { text in
            InterfaceName(text).map { .right($0) }
                ?? .wrong("\"\(text)\" is not a name of an interface", hint: Self.nameHint)
        }
    }

    private static func address(_ text: String) -> Element<IPAddress> {
        if let address = IPAddress(parsing: text) { return .right(address) }
        let hint = text.contains("/") ? "without the \"/\" and what follows it" : "as \"192.0.2.1\" or \"2001:db8::1\""
        return .wrong("\"\(text)\" is not an address", hint: hint)
    }

    private static func wrongNetwork(_ text: String) -> Element<IPNetwork> {
        if let address = IPAddress(parsing: text) {
            let length = address.family == .ipv4 ? 24 : 64
            return .wrong("\"\(text)\" lacks the length of its network", hint: "as in \"\(text)/\(length)\"")
        }
        return .wrong(
            "\"\(text)\" is not an address with the length of its network",
            hint: "as \"192.0.2.1/24\" or \"2001:db8::1/64\"")
    }

    private mutating func mac(_ keys: BridgeKeys) -> MACAddress? {
        guard let text = word(keys.key("mac")), let setting = setting(keys.key("mac")) else { return nil }
        guard let mac = MACAddress(parsing: text) else {
            report(
                .error, setting.value.span, setting, "\"\(text)\" is not a MAC address",
                hint: "six octets, as \"00:16:3e:01:02:03\"")
            return nil
        }
        guard !mac.isMulticast, !mac.isZero else {
            report(
                .error, setting.value.span, setting, "no interface can have the MAC address \(mac)",
                hint: mac.isZero ? nil : "the first octet is even, as in \"00:16:3e:01:02:03\"")
            return nil
        }
        return mac
    }
}
