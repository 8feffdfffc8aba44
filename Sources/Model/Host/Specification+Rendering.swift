extension Specification {
    /// Everything that should stand on a machine with these facts, and what no file can tell.
    package func rendered(for facts: Facts) -> Rendering {
        var rendering = Rendering()
        let parts = [
            ModuleRenderer.render(host, facts), DeviceRulesRenderer.render(facts), DaemonRenderer.render(host, facts),
            CommandLineRenderer.render(host, facts), XLConfigurationRenderer.render(host, facts),
        ]
        for part in parts {
            rendering.tree.merge(part.tree) { first, _ in first }
            rendering.notes += part.notes
        }
        return rendering
    }
}
