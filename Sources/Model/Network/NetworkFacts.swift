package import Formats

/// What configures the network of a machine, and which interfaces it has.
package struct NetworkFacts: Sendable, Equatable, Codable {
    /// An interface that is there.
    package struct Interface: Sendable, Equatable, Codable {
        package var name: String
        /// As Linux writes it; `nil` where there is none.
        package var mac: String?
        package var isBridge: Bool
        /// Whether IPv4's or IPv6's default route goes out here.
        package var hasDefaultRoute: Bool
        /// Of a bridge.
        package var speaksSTP: Bool

        package init(
            _ name: String, mac: String? = nil, isBridge: Bool = false, hasDefaultRoute: Bool = false,
            speaksSTP: Bool = false
        ) {
            self.name = name
            self.mac = mac
            self.isBridge = isBridge
            self.hasDefaultRoute = hasDefaultRoute
            self.speaksSTP = speaksSTP
        }
    }

    /// A file of a manager that is not Reeve's, and the interfaces that it names.
    package struct Claim: Sendable, Equatable, Codable {
        package var manager: NetworkManagerKind
        package var path: HostPath
        /// Names of interfaces; of networkd also patterns of glob(7), and `!` before the first for all others.
        package var names: [String]
        /// MAC addresses by which it finds interfaces.
        package var macs: [String]
        /// Whether it makes the interface that it names, as a `.netdev` file does.
        package var makes: Bool

        package init(
            _ manager: NetworkManagerKind, _ path: HostPath, names: [String], macs: [String] = [], makes: Bool = false
        ) {
            self.manager = manager
            self.path = path
            self.names = names
            self.macs = macs
            self.makes = makes
        }
    }

    /// Those that run, then those that are to run at boot only.
    package var managers: [NetworkManagerKind]
    package var interfaces: [Interface]
    /// In the order in which the managers look at them.
    package var claims: [Claim]
    /// Of ifupdown: whether `/etc/network/interfaces` reads the files of `interfaces.d`.
    package var readsInterfacesD: Bool
    /// Of ifupdown: whether it makes bridges, which needs bridge-utils or ifupdown2.
    package var makesBridges: Bool
    /// Units of netctl's profiles that start with the host, as `netctl@xenbr0.service`.
    package var netctlUnits: [String]

    package init(
        managers: [NetworkManagerKind] = [], interfaces: [Interface] = [], claims: [Claim] = [],
        readsInterfacesD: Bool = true, makesBridges: Bool = true, netctlUnits: [String] = []
    ) {
        self.managers = managers
        self.interfaces = interfaces
        self.claims = claims
        self.readsInterfacesD = readsInterfacesD
        self.makesBridges = makesBridges
        self.netctlUnits = netctlUnits
    }

    package func interface(_ name: InterfaceName) -> Interface? { interfaces.first { $0.name == name.text } }

    /// The hardware address of an interface that is there.
    package func mac(of name: InterfaceName) -> MACAddress? {
        interface(name)?.mac.flatMap { MACAddress(parsing: $0) }.flatMap { $0.isZero ? nil : $0 }
    }
}

extension NetworkFacts.Claim {
    /// How a file means an interface.
    package enum Fit: Sendable, Equatable {
        /// By its very name or address.
        case alone
        /// By a pattern, with others.
        case amongOthers
    }

    /// `nil` when the file does not mean the interface; `mac` is its address where it is known.
    package func fit(_ name: InterfaceName, mac: MACAddress?) -> Fit? {
        if let mac, macs.contains(where: { MACAddress(parsing: $0) == mac }) { return .alone }
        let isInverted = names.first?.hasPrefix("!") ?? false
        let patterns = names.enumerated().map { $0 == 0 && isInverted ? String($1.dropFirst()) : $1 }
        if isInverted { return patterns.contains { Glob.matches($0, name.text) } ? nil : .amongOthers }
        if patterns.contains(name.text) { return .alone }
        return patterns.contains { Glob.matches($0, name.text) } ? .amongOthers : nil
    }
}

/// Patterns of names: `*`, `?` and `[…]`.
///
/// Source: glob(7); systemd.network(5), `Name=`.
enum Glob {
    static func matches(_ pattern: String, _ text: String) -> Bool {
        matches(Array(pattern.utf8)[...], Array(text.utf8)[...])
    }

    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var (pattern, text) = (pattern, text)
        while let sign = pattern.popFirst() {
            switch sign {
            case UInt8(ascii: "*"):
                return (text.startIndex...text.endIndex).contains { matches(pattern, text[$0...]) }
            case UInt8(ascii: "?"): guard text.popFirst() != nil else { return false }
            case UInt8(ascii: "["):
                guard let end = pattern.dropFirst().firstIndex(of: UInt8(ascii: "]")), let byte = text.popFirst(),
                    contains(pattern[pattern.startIndex..<end], byte)
                else { return false }
                pattern = pattern[(end + 1)...]
            default: guard text.popFirst() == sign else { return false }
            }
        }
        return text.isEmpty
    }

    private static func contains(_ set: ArraySlice<UInt8>, _ byte: UInt8) -> Bool {
        let isInverted = set.first == UInt8(ascii: "!") || set.first == UInt8(ascii: "^")
        var rest = isInverted ? set.dropFirst() : set
        var found = false
        while let low = rest.popFirst() {
            var high = low
            if rest.first == UInt8(ascii: "-"), rest.count > 1 {
                high = rest[rest.startIndex + 1]
                rest = rest.dropFirst(2)
            }
            if low <= byte, byte <= high { found = true }
        }
        return found != isInverted
    }
}
