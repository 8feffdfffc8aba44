import Formats

extension HealthCheck {
    /// Kernel modules and device nodes.
    static let modules = [
        HealthCheck(
            "modules-dead", "names in modules-load.d(5) of Xen modules that no kernel has any more",
            why: "each is an error at every boot, and older systemd calls the system degraded for it"
        ) { facts throws(Hidden) in
            facts.moduleLists.compactMap { file in
                let dead = ModuleRenderer.names(in: file.content).filter { XenModule.named($0)?.isOutdated ?? false }
                guard !dead.isEmpty else { return nil }
                return Observation(
                    .warning, seen: "\(file.path) lists \(dead.joined(separator: ", "))",
                    remedy: "reeve puts a list in its place that holds what the kernels here have",
                    command: "reeve apply")
            }
        },
        HealthCheck(
            "udev-dead", "udev rules for Xen that do nothing since 4.6",
            why: "device nodes are named by the kernel and scripts are run by libxl; rules that try it too only confuse"
        ) { facts throws(Hidden) in
            facts.deviceRules.compactMap { file in
                let rules = UdevRules(parsing: SourceText(name: file.path.string, bytes: file.content))
                let count = rules.deadXenRules.count
                guard count > 0 else { return nil }
                return Observation(
                    .warning, seen: "\(file.path) has \(count) \(count == 1 ? "rule" : "rules") of Xen's old ones",
                    remedy: "reeve makes them comments, or hides the file", command: "reeve apply")
            }
        },
    ]
}
