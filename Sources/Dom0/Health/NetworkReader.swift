import Formats
import Model

/// Looks at dom0's interfaces, and asks the packet filter where it sees what crosses a bridge.
struct NetworkReader {
    let root: Root
    let runner: (any CommandRunner)?

    func network(_ facts: Facts) async -> Look<NetworkHealth> {
        let interfaces = facts.network.interfaces.map(\.name)
        guard runner != nil || !interfaces.isEmpty else { return .hidden(HealthReader.otherRoot) }
        var network = NetworkHealth(interfaces: interfaces)
        for bridge in facts.bridges { network.ports[bridge] = root.names(in: "/sys/class/net" / bridge / "brif") }
        if root.line("/proc/sys/net/bridge/bridge-nf-call-iptables") == "1" { network.filter = await filter() }
        return .seen(network)
    }

    private func filter() async -> Look<ForwardRules> {
        guard let runner else { return .hidden(HealthReader.otherRoot) }
        guard let tool = Self.tools.first(where: { root.exists($0.program) }) else {
            return .hidden("neither iptables nor nft is here to tell the rules")
        }
        do {
            let command = Command(tool.program.string, arguments: tool.arguments)
            return .seen(tool.read(try await runner.output(of: command, timeout: .seconds(5))))
        } catch {
            return .hidden("\(error)")
        }
    }

    private struct Tool {
        var program: HostPath
        var arguments: [String]
        var read: @Sendable ([UInt8]) -> ForwardRules
    }

    private static let tools =
        (["/usr/sbin/iptables", "/sbin/iptables"] as [HostPath]).map { program in
            Tool(program: program, arguments: ["-S", "FORWARD"]) { ForwardRules(iptables: $0) }
        }
        + (["/usr/sbin/nft", "/sbin/nft"] as [HostPath]).map { program in
            Tool(program: program, arguments: ["list", "chains"]) { ForwardRules(nftChains: $0) }
        }
}
