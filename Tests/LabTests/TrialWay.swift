import Lab

/// How the entries of trials are started: by which loader, and as what.
enum TrialWay: String, CaseIterable, CustomStringConvertible {
    case grubBIOS = "grub-bios"
    case grubUEFI = "grub-uefi"
    /// What new entries start is xen.efi, chainloaded; the good one, which was there before, is not.
    case chainload = "grub-uefi, chainload"
    case systemdBoot = "systemd-boot"

    var description: String { rawValue }

    var loader: BootLoader {
        switch self {
        case .grubBIOS: .grubBIOS
        case .grubUEFI, .chainload: .grubUEFI
        case .systemdBoot: .systemdBoot
        }
    }

    /// What host.conf has to say for it.
    var setting: String { self == .chainload ? "boot.grub = \"chainload\"\n" : "" }

    /// Whether the entry on trial is on the EFI system partition.
    var isOnSystemPartition: Bool { self == .chainload || self == .systemdBoot }

    /// Whether there is something new to try as soon as entries are kept: with systemd-boot Xen runs without the words that
    /// host.conf asks for, and what is to be chainloaded has never been.
    var hasCandidate: Bool { isOnSystemPartition }

    /// Tells snapshots of one host apart.
    var mark: String { self == .chainload ? "chainload-" : "" }
}
