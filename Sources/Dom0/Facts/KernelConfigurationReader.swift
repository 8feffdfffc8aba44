import Formats
import Model

/// Reads how the kernels of a machine were configured, as far as dom0 needs to know.
struct KernelConfigurationReader {
    let root: Root
    /// `nil` when the root is not the machine.
    let runner: (any CommandRunner)?

    /// Those that can be booted, and the running one; a kernel whose configuration is nowhere is not among them.
    func kernels(_ kernels: [Facts.Kernel], running: String?) async -> [ConfiguredKernel] {
        var releases = kernels.filter(\.isBootable).map(\.release)
        if let running, !releases.contains(running) { releases.append(running) }
        var found: [ConfiguredKernel] = []
        for release in releases {
            let isRunning = release == running
            var content = Self.places(release).lazy.compactMap { root.content($0, limit: 4 << 20) }.first
            if content == nil, isRunning { content = await packed() }
            guard let content,
                let configuration = KernelConfiguration(parsing: content, options: KernelRequirement.options)
            else { continue }
            found.append(ConfiguredKernel(release, isRunning: isRunning, configuration))
        }
        return found
    }

    /// Debian's and Fedora's place, then that of NixOS's and Arch's kernels' own trees.
    private static func places(_ release: String) -> [HostPath] {
        ["/boot" / "config-\(release)", "/lib/modules" / release / "config", "/usr/lib/modules" / release / "config"]
    }

    /// What the running kernel itself tells, where it was built to: needs gzip.
    private func packed() async -> [UInt8]? {
        let programs: [HostPath] = ["/usr/bin/gzip", "/bin/gzip"]
        guard let runner, root.exists("/proc/config.gz"), let gzip = programs.first(where: { root.exists($0) }) else {
            return nil
        }
        // try?: a configuration that cannot be read is one that is not told.
        return try? await runner.output(of: Command(gzip, "-dc", "/proc/config.gz"), timeout: .seconds(10))
    }
}
