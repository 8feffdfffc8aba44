package import Model

/// Asks systemd how units are.
package struct UnitStates: Sendable {
    private let runner: any CommandRunner

    package init(runner: any CommandRunner) {
        self.runner = runner
    }

    private static let properties = [
        "Id", "ActiveState", "SubState", "Result", "StatusText", "StateChangeTimestamp", "Job", "InvocationID",
    ]

    /// The state of each guest's unit, all in one call.
    package func states(of guests: [GuestName]) async throws(CommandError) -> [GuestName: GuestUnitState] {
        guard !guests.isEmpty else { return [:] }
        let properties = Self.properties.joined(separator: ",")
        let output = try await runner.output(
            of: Command(
                "systemctl",
                arguments: ["show", "--timestamp=unix", "--property=\(properties)", "--"] + guests.map(\.unit)),
            timeout: .seconds(30))
        let byUnit = Dictionary(guests.map { ($0.unit, $0) }, uniquingKeysWith: { first, _ in first })
        var states: [GuestName: GuestUnitState] = [:]
        for values in Self.blocks(String(decoding: output, as: UTF8.self)) {
            guard let name = values["Id"].flatMap({ byUnit[$0] }) else { continue }
            states[name] = GuestUnitState(
                active: values["ActiveState"] ?? "", sub: values["SubState"] ?? "", result: values["Result"] ?? "",
                text: values["StatusText"] ?? "", isQueued: values["Job"].map { !$0.isEmpty && $0 != "0" } ?? false,
                changed: values["StateChangeTimestamp"].flatMap { Int64($0.drop { $0 == "@" }) })
        }
        return states
    }

    /// `systemctl show` prints `Key=value` lines, and an empty line between units.
    static func blocks(_ text: String) -> [[String: String]] {
        var blocks: [[String: String]] = [[:]]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard !line.isEmpty else {
                blocks.append([:])
                continue
            }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { blocks[blocks.count - 1][String(parts[0])] = String(parts[1]) }
        }
        return blocks
    }
}
