extension HostKey {
    /// What goes to Xen's command line.
    static let xen: [HostKey] = [
        HostKey(
            "dom0.memory", .memory(atLeast: leastMemory), "Xen's: nearly all memory",
            "Memory for dom0, fixed: Xen keeps the rest for guests. Without it every start of a guest takes memory from dom0, and guests start one after the other.",
            renders: "Xen's command line: dom0_mem=N,max:N"),
        HostKey(
            "dom0.vcpus", .count(1...4096), "as many as the machine has CPUs", "Virtual CPUs of dom0.",
            renders: "Xen's command line: dom0_max_vcpus=N"),
        HostKey(
            "xen.params", .strings, "[]",
            "Further words of Xen's command line, as in \"com1=115200,8n1\". See xen-command-line(7).",
            renders: "Xen's command line"),
    ]
}
