import SystemPackage

/// How a host gets from its firmware to Xen.
package enum BootLoader: String, Sendable, CaseIterable, CustomStringConvertible {
    /// SeaBIOS, GRUB, `multiboot2`.
    case grubBIOS = "grub-bios"
    /// OVMF, GRUB at `EFI/BOOT/BOOTX64.EFI`, `multiboot2`.
    case grubUEFI = "grub-uefi"
    /// OVMF, systemd-boot, `xen.efi` with a `xen.cfg`.
    case systemdBoot = "systemd-boot"

    package var description: String { rawValue }

    package var firmware: Firmware { self == .grubBIOS ? .bios : .uefi }

    /// What a host does once to boot by it; nil for the one that every image has.
    var preparation: FilePath? {
        self == .grubBIOS ? nil : LabFiles.checkout.appending("lab/loaders").appending(rawValue)
    }
}
