import Formats

extension Specification {
    /// Everything that should stand on a machine with these facts, and what no file can tell.
    package func rendered(for facts: Facts) -> Rendering {
        var rendering = Rendering(tree: host.startParallel.map(GuestUnit.hostNodes) ?? [:])
        let parts = [
            ModuleRenderer.render(host, facts), DeviceRulesRenderer.render(facts), DaemonRenderer.render(host, facts),
            StoreRenderer.render(host, facts), ModuleOptionsRenderer.render(host, facts),
            VariablesRenderer.render(host, facts), TracingNotes.render(host, facts),
            CommandLineRenderer.render(host, facts), XLConfigurationRenderer.render(host, facts),
            NetworkRenderer.render(host, facts), KernelRenderer.render(facts), BootSupport.render(host, facts),
        ]
        for part in parts {
            rendering.tree.merge(part.tree) { first, _ in first }
            rendering.notes += part.notes
            rendering.obstacles += part.obstacles
        }
        rendering.notes += GuestAbility.sentences(guests, stacks: facts.toolstacks, running: facts.hypervisor)
        if let bound = StopBound(guests) { rendering.notes.append(bound.note) }
        let network = networkDefaults(facts)
        for guest in guests {
            let unit = GuestUnit(guest: guest, devices: GuestDevices(of: guest, network: network))
            rendering.tree.merge(unit.nodes) { first, _ in first }
        }
        return rendering
    }

    /// What xl will take for interfaces that do not say it: `xl.*` of host.conf, else xl.conf as it stands.
    package func networkDefaults(_ facts: Facts) -> GuestNetworkDefaults {
        let file = facts.xlConfiguration.map {
            XLDocument(parsing: SourceText(name: $0.path.string, bytes: $0.content)).settings
        }
        let settings = (file ?? []) + host.xl
        func value(_ keys: String...) -> String? {
            for setting in settings.reversed() where keys.contains(setting.key) {
                if case .atom(let bytes) = setting.value.content { return String(decoding: bytes, as: UTF8.self) }
            }
            return nil
        }
        var network = GuestNetworkDefaults()
        // The second names are the deprecated ones, which xl still reads (xl.c, parse_global_config).
        network.bridge = value("vif.default.bridge", "defaultbridge") ?? network.bridge
        network.script = value("vif.default.script", "vifscript") ?? network.script
        return network
    }
}
