import Formats

/// Renders the options of kernel modules.
///
/// Source: modprobe.d(5).
package enum ModuleOptionsRenderer {
    package static let path: HostPath = "/etc/modprobe.d/reeve-modules.conf"

    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        var rendering = Rendering(notes: facts.daemons.loopOptions.flatMap(limits))
        guard !host.moduleOptions.isEmpty else { return rendering }
        let lines = host.moduleOptions.map {
            ModprobeConfig.Line.directive(.options(module: $0.module, $0.options.joined(separator: " ")))
        }
        let file = ModprobeConfig([.comment(" Written by reeve apply from /etc/reeve/host.conf; edit that.")] + lines)
        rendering.tree[path] = DesiredNode(.text(file.text), why: "modules.options")
        for wanted in host.moduleOptions {
            let name = KernelModules.normalized(wanted.module)
            let releases = facts.bootableKernels.filter { $0.builtIn.contains(name) }.map(\.release)
            guard !releases.isEmpty else { continue }
            let words = wanted.options.map { "\(name).\($0)" }.joined(separator: " ")
            rendering.notes.append(
                "\(wanted.module) is built into \(releases.joined(separator: ", ")): its options belong on the kernel's command line, as \(words)"
            )
        }
        return rendering
    }

    /// The lines of a file that limit the number of loop devices.
    private static func limits(_ file: Facts.TextFile) -> [String] {
        ModprobeConfig(parsing: SourceText(name: file.path.string, bytes: file.content)).directives.compactMap {
            guard case .options("loop", let options) = $0,
                let limit = options.split(separator: " ").first(where: { $0.hasPrefix("max_loop=") })
            else { return nil }
            return
                "\(file.path): \(limit) is, on many kernels, the most loop devices that there can be; without it they are made as guests ask for them"
        }
    }
}
