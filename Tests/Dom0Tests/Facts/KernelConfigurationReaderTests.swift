import Dom0
import Formats
import Model
import Testing

@Suite struct `reading how kernels were configured` {
    let machine: TemporaryDirectory

    init() throws { machine = try TemporaryDirectory() }

    @Test func `beside the kernel, in its own tree, or from the kernel itself where neither is there`() async throws {
        for release in ["6.1", "6.2", "6.3", "6.4-gone"] {
            try machine.file("/lib/modules" / "\(release)/modules.dep")
            if release != "6.4-gone" { try machine.file("/boot" / "vmlinuz-\(release)") }
        }
        try machine.file("/boot/config-6.1", "CONFIG_XEN=y\nCONFIG_FOO=y\n")
        try machine.file("/lib/modules/6.2/config", "CONFIG_XENFS=m\n")
        try machine.file("/boot/config-6.4-gone", "CONFIG_XEN=y\n")
        try machine.file("/proc/sys/kernel/osrelease", "6.3\n")
        try machine.file("/proc/config.gz", "packed")
        try machine.file("/usr/bin/gzip")
        let runner = ScriptedRunner([
            Command("/usr/bin/gzip", "-dc", "/proc/config.gz"): CommandResult(
                .exited(0), output: Array("CONFIG_XEN_DOM0=y\n".utf8))
        ])
        let facts = await FactsReader(root: machine.root, runner: runner).read()
        #expect(
            facts.configuredKernels == [
                ConfiguredKernel("6.1", KernelConfiguration(["XEN": .builtIn])),
                ConfiguredKernel("6.2", KernelConfiguration(["XENFS": .module])),
                ConfiguredKernel("6.3", isRunning: true, KernelConfiguration(["XEN_DOM0": .builtIn])),
            ])
    }
}
