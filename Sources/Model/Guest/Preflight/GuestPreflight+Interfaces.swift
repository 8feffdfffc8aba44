extension GuestPreflight {
    mutating func check(_ interface: GuestDevices.Interface, _ facts: GuestPreflightFacts) {
        let place = "vif \(interface.index)"
        checkBridge(of: interface, place, facts)
        if let script = interface.script { check(script, place, facts) }
        if interface.runsXenScript, let name = interface.name, (facts.interfaces + facts.bridges).contains(name) {
            passing += 1
            obstacles.append("\(place): dom0 has an interface \"\(name)\" already; write another vifname")
        }
        // On two networks it does no harm.
        if let mac = interface.mac, let holder = facts.addresses[mac] {
            warnings.append(
                "\(place): \(holder) has the MAC address \(mac) too; leave mac= out, and Reeve derives one of its own")
        }
    }

    private mutating func checkBridge(
        of interface: GuestDevices.Interface, _ place: String, _ facts: GuestPreflightFacts
    ) {
        guard interface.runsXenScript, let bridge = interface.bridge, !facts.bridges.contains(bridge) else { return }
        // Where there is no such interface, vif-bridge takes eth0 for xenbr0 if that is a bridge.
        if bridge.hasPrefix("xenbr"), !facts.interfaces.contains(bridge),
            facts.bridges.contains("eth\(bridge.dropFirst("xenbr".count))")
        {
            return
        }
        let existing =
            facts.bridges.isEmpty
            ? "dom0 has no bridges" : "existing bridges: \(facts.bridges.sorted().joined(separator: ", "))"
        if facts.interfaces.contains(bridge) {
            obstacles.append("\(place): \"\(bridge)\" is an interface of dom0 but not a bridge; \(existing)")
            return
        }
        let origin = interface.isBridgeWritten ? "" : "; no bridge= is written, and \(bridge) is the default"
        obstacles.append("\(place): bridge \"\(bridge)\" does not exist; \(existing)\(origin)")
    }

    /// Whether a hotplug script can be run.
    mutating func check(_ script: HostPath, _ place: String, _ facts: GuestPreflightFacts) {
        switch facts.scriptFaults[script] {
        case .absent?:
            obstacles.append(
                "\(place): script \(script) does not exist; install Xen's hotplug scripts, or mend script=")
        case .notExecutable?:
            obstacles.append("\(place): script \(script) is not executable; \"chmod +x \(script)\" makes it so")
        case .noInterpreter(let program)?:
            obstacles.append("\(place): script \(script) is run by \(program), which does not exist; install it")
        case nil: break
        }
    }
}
