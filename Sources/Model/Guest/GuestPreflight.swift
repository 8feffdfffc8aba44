/// What a look at dom0 showed of the things that a guest needs.
package struct GuestPreflightFacts: Sendable, Equatable {
    package enum Place: Sendable, Equatable {
        case absent, file, blockDevice
        case other(String)
    }

    /// Bridges of dom0, by name.
    package var bridges: [String]
    /// Other network interfaces of dom0.
    package var interfaces: [String]
    /// What is at each path that the guest names, links followed; a path that is not here was not looked at.
    package var places: [HostPath: Place]
    /// What cannot be executed of the scripts.
    package var unusableScripts: Set<HostPath>
    /// Names beside a missing device node, as those of its volume group.
    package var neighbors: [HostPath: [String]]
    /// Memory that Xen can give, and whether xl may take more from dom0 (`autoballoon`).
    package var freeMemory: Memory?

    /// In MiB.
    package struct Memory: Sendable, Equatable {
        package var free: Int
        package var canBalloon: Bool

        package init(free: Int, canBalloon: Bool) {
            self.free = free
            self.canBalloon = canBalloon
        }
    }

    package init(
        bridges: [String] = [], interfaces: [String] = [], places: [HostPath: Place] = [:],
        unusableScripts: Set<HostPath> = [], neighbors: [HostPath: [String]] = [:], freeMemory: Memory? = nil
    ) {
        self.bridges = bridges
        self.interfaces = interfaces
        self.places = places
        self.unusableScripts = unusableScripts
        self.neighbors = neighbors
        self.freeMemory = freeMemory
    }
}

/// Why a guest would fail to start, found before it is tried.
///
/// xl finds the same out one by one, after seconds, in the words of its hotplug scripts, and then destroys the evidence.
package struct GuestPreflight: Sendable, Equatable {
    /// Each stops the start.
    package var obstacles: [String]
    /// Each is worth a line in the journal.
    package var warnings: [String]

    package init(obstacles: [String] = [], warnings: [String] = []) {
        self.obstacles = obstacles
        self.warnings = warnings
    }

    /// Looks for all that a start would fail of.
    ///
    /// `memory` is what the guest asks for, in MiB; `nil` when it does not say.
    package static func check(
        _ devices: GuestDevices, memory: Int?, facts: GuestPreflightFacts, network: GuestNetworkDefaults
    ) -> GuestPreflight {
        var found = GuestPreflight()
        for interface in devices.interfaces {
            found.obstacles += bridge(of: interface, facts) + script(of: interface, facts)
        }
        for disk in devices.disks { found.obstacles += target(of: disk, facts) }
        for file in devices.files {
            switch facts.places[file.path] {
            case .absent?: found.obstacles.append("\(file.key) \(file.path) does not exist")
            case .other(let kind)?: found.obstacles.append("\(file.key) \(file.path) is \(kind), not a file")
            case .file?, .blockDevice?, nil: break
            }
        }
        if let memory, let free = facts.freeMemory, free.free < memory {
            let sentence = "the guest needs \(memory) MiB and Xen has \(free.free) MiB free"
            if free.canBalloon {
                found.warnings.append("\(sentence); xl will try to take the rest from dom0")
            } else {
                found.obstacles.append("\(sentence); stop another guest, or give this one less")
            }
        }
        return found
    }

    private static func bridge(of interface: GuestDevices.Interface, _ facts: GuestPreflightFacts) -> [String] {
        guard let bridge = interface.bridge, !facts.bridges.contains(bridge) else { return [] }
        let existing =
            facts.bridges.isEmpty
            ? "dom0 has no bridges" : "existing bridges: \(facts.bridges.sorted().joined(separator: ", "))"
        if facts.interfaces.contains(bridge) {
            return ["vif \(interface.index): \"\(bridge)\" is an interface of dom0 but not a bridge; \(existing)"]
        }
        let origin = interface.isBridgeWritten ? "" : "; no bridge= is written, and \(bridge) is the default"
        return ["vif \(interface.index): bridge \"\(bridge)\" does not exist; \(existing)\(origin)"]
    }

    private static func script(of interface: GuestDevices.Interface, _ facts: GuestPreflightFacts) -> [String] {
        guard let script = interface.script, facts.unusableScripts.contains(script) else { return [] }
        return ["vif \(interface.index): script \(script) is missing or not executable"]
    }

    private static func target(of disk: GuestDevices.Disk, _ facts: GuestPreflightFacts) -> [String] {
        guard let target = disk.target else { return [] }
        switch facts.places[target] {
        case .absent?:
            let beside = facts.neighbors[target].map { names in
                names.isEmpty
                    ? "; \(target.parent) is empty or missing"
                    : "; \(target.parent) has \(names.prefix(8).joined(separator: ", "))"
            }
            return ["disk \(disk.device): \(target) does not exist\(beside ?? "")"]
        case .other(let kind)?: return ["disk \(disk.device): \(target) is \(kind), not a file or a block device"]
        case .file?, .blockDevice?, nil: return []
        }
    }
}
