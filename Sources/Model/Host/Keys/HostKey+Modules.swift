extension HostKey {
    /// The modules of dom0's kernel.
    static let modules: [HostKey] = [
        HostKey(
            "modules", .strings, "[]",
            "Kernel modules to load beside those that Xen's tools need. Names from old lists are replaced by today's.",
            renders: "/etc/modules-load.d/xen.conf"),
        HostKey(
            "modules.options", .strings, "[]",
            "Options of kernel modules, each a string with the module's name before them, as in \"loop max_part=15\". There are as many loop devices as are asked for: max_loop would be a limit.",
            renders: .file(ModuleOptionsRenderer.path.string)),
    ]
}
