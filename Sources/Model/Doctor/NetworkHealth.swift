package import Formats

/// What of dom0's network matters to guests.
package struct NetworkHealth: Sendable, Equatable {
    /// Every interface.
    package var interfaces: [String]
    /// The interfaces that are on bridges, by bridge.
    package var ports: [String: [String]]
    /// `nil` where what crosses a bridge is not shown to the packet filter.
    package var filter: Look<ForwardRules>?

    package init(interfaces: [String] = [], ports: [String: [String]] = [:], filter: Look<ForwardRules>? = nil) {
        self.interfaces = interfaces
        self.ports = ports
        self.filter = filter
    }
}
