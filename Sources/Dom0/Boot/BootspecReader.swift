import Formats
import FoundationEssentials
import Model

/// Reads what a system of NixOS says of how it boots.
struct BootspecReader {
    let root: Root

    /// The newest system, whose links the bootloader's own entries are made of.
    private static let system: HostPath = "/nix/var/nix/profiles/system"

    /// `nil` where no such system is, or where it says nothing of Xen.
    ///
    /// Source: NixOS RFC 125; nixpkgs nixos/modules/virtualisation/xen-dom0.nix.
    func newest(in place: BootPlace) -> BootSource? {
        guard let content = root.content(Self.system / "boot.json", limit: 1 << 20),
            // try?: what is no bootspec is none of ours to complain of.
            let specification = try? JSONDecoder().decode(Bootspec.self, from: Data(content)),
            let xen = specification.xen, let hypervisor = xen.efi, let initrd = specification.system.initrd,
            let release = root.names(in: specification.system.toplevel / "kernel-modules/lib/modules").first
        else { return nil }
        return BootSource(
            BootPair(
                hypervisor: xen.version ?? Self.version(in: hypervisor), kernel: release, xenWords: xen.params,
                kernelWords: specification.system.commandLine.split(separator: " ").map(String.init)),
            files: [.hypervisor: hypervisor, .kernel: specification.system.kernel, .initrd: initrd], in: place)
    }

    /// The first version of what is said of Xen has none: a path of the store does, as `/nix/store/HASH-xen-4.19.1/boot/xen.efi`.
    private static func version(in path: HostPath) -> String {
        let parts = path.string.split(separator: "/").compactMap { part in
            part.firstRange(of: "-xen-").map { part[$0.upperBound...] }
        }
        return parts.first.map { String($0.prefix { $0.isNumber || $0 == "." }) } ?? "unknown"
    }
}
