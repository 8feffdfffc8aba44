import ArgumentParser
import Dom0
import Formats
import Model
import SystemPackage

struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Write what the configuration asks for into a directory.",
        discussion: """
            Looks at the configuration only, at no machine: it assumes a Debian host with Debian's packages of Xen, \
            booted by GRUB, its network managed by systemd-networkd, whose kernel has all of Xen's modules. Files that are \
            there already are replaced; others are left alone. The same configuration gives the same bytes everywhere, so \
            that an image builder can take the tree in: /usr/share/doc/reeve/examples has mkosi and NixOS.
            """)

    @Option(help: ArgumentHelp("The directory of the configuration.", valueName: "dir"))
    var config = "/etc/reeve"

    @Option(help: ArgumentHelp("The directory to write into.", valueName: "out"))
    var root: String

    @Option(help: "The Xen to assume, as 4.17.")
    var xen: XenVersion = .newestKnown

    @Option(
        help: ArgumentHelp(
            "Also write what NixOS's bootspec is to say of Xen into this file: for boot.bootspec.extensions.",
            valueName: "file"))
    var bootspec: String?

    @Option(help: ArgumentHelp("The xen.efi that the bootspec is to name.", valueName: "path"))
    var xenEfi: String?

    func validate() throws {
        guard HostPath(config) != nil else { throw ValidationError("\"\(config)\" is not an absolute path [--config]") }
        if let xenEfi, HostPath(xenEfi) == nil {
            throw ValidationError("\"\(xenEfi)\" is not an absolute path [--xen-efi]")
        }
        guard FilePath(root).lexicallyNormalized() != "/" else {
            throw ValidationError("render writes into a directory of its own; \"reeve apply\" changes this machine")
        }
    }

    func run() async throws {
        var specification = try await Desired.specification(
            root: Root(), directory: HostPath(config) ?? "/etc/reeve", xen: xen)
        // Where it is read here is nothing to the machine that it is for.
        for index in specification.guests.indices {
            specification.guests[index].file = "/etc/reeve/guests/\(specification.guests[index].name).cfg"
        }
        let rendering = specification.rendered(for: .assumed(specification.host, xen))
        let output = Root(FilePath(root))
        for (path, desired) in rendering.tree.sorted(by: { $0.key < $1.key }) {
            let place = output.path(path)
            try Directory.make(place.removingLastComponent())
            switch desired.node {
            case .file(let content, let mode): try DurableFile.replace(place, content: content, mode: mode)
            case .symlink(let target): try DurableFile.link(place, target: target)
            }
            print(path)
        }
        if let bootspec {
            let said = Bootspec.Xen(
                efi: xenEfi.flatMap { HostPath($0) }, version: xen.description,
                params: CommandLineRenderer.words(specification.host))
            let text = try Bootspec.Extension(said).json() + "\n"
            try DurableFile.replace(FilePath(bootspec), content: Array(text.utf8), mode: 0o644)
            print(bootspec)
        }
        for note in rendering.notes { print("note: \(note)") }
    }
}

extension Facts {
    /// What `render` takes for granted, as the help of the command says.
    fileprivate static func assumed(_ host: HostSpecification, _ xen: XenVersion) -> Facts {
        let tools: HostPath = "/usr/lib" / "xen-\(xen)" / "bin"
        let names = [
            "xl", "xenstored", "oxenstored", "xenconsoled", "xenwatchdogd", "xen-init-dom0", "qemu-system-i386",
        ]
        let stack = Toolstack(
            version: xen, directories: [tools],
            programs: Dictionary(uniqueKeysWithValues: names.map { ($0, tools / $0) }))
        var facts = Facts(toolstacks: [stack], initScripts: ["xen", "xendomains"], grub: GRUB())
        let modules = Facts.modulesOfInterest(host, lists: []).map(KernelModules.normalized)
        facts.network.managers = [.networkd]
        facts.kernels = [Kernel(release: "any", loadable: Set(modules))]
        return facts
    }
}
