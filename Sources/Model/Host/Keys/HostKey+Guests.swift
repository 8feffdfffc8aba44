extension HostKey {
    /// What holds for all guests.
    static let guests: [HostKey] = [
        HostKey(
            "start.parallel", .count(1...1000), "4, and at most one for each CPU of dom0",
            "How many guests may be built at the same time. xl gives a hotplug script forty seconds, which a dom0 with more to build than CPUs may miss.",
            renders: "the guests' units"),
        HostKey(
            "stop.action", .choice(["shutdown", "save", "destroy"]), "shutdown",
            "What stopping a guest means, for guests that do not say it themselves.", renders: "the guests' units"),
        HostKey(
            "stop.timeout", .duration(1...86_400), "90",
            "How long a guest may take to shut down before it is destroyed, or to be saved before it is shut down, for guests that do not say it themselves.",
            renders: "the guests' units"),
    ]
}
