import Formats
import Model

/// Entries as tests need them.
enum BootSamples {
    static func entry(
        _ hypervisor: String, _ kernel: String, digest: String = "a", xen: [String] = ["dom0_mem=1024M"],
        in place: BootPlace = .boot
    )
        -> BootEntry
    {
        BootEntry(
            BootPair(
                hypervisor: hypervisor, kernel: kernel, xenWords: xen, kernelWords: ["root=UUID=1", "ro", "quiet"]),
            files: [
                .hypervisor: .init("/boot" / "xen-\(hypervisor).gz", digest: digest),
                .kernel: .init("/boot" / "vmlinuz-\(kernel)", digest: "b"),
                .initrd: .init("/boot" / "initrd.img-\(kernel)", digest: "c"),
            ], in: place)
    }

    static let old = entry("4.17-amd64", "6.1.0-56-amd64")
    static let new = entry("4.20-amd64", "6.12.57+deb13-amd64")
    static func trial(_ phase: BootTrial.Phase) -> BootTrial {
        BootTrial(entry: new.id, fallback: old.id, limit: 600, guests: ["web"], phase: phase)
    }
}
