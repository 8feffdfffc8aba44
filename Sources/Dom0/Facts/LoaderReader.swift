package import Formats
package import Model
import SystemPackage

/// What EFI tells of how this machine was booted, and where its system partition is mounted.
extension Root {
    /// A variable of the firmware; `nil` where there is none, or no EFI.
    package func efiVariable(_ name: EFIVariableName) -> EFIVariable? {
        content("/sys/firmware/efi/efivars" / name.fileName, limit: 1 << 16).flatMap { EFIVariable(file: $0) }
    }

    /// Whether systemd-boot started this boot; GRUB from 2.12 on tells its own name in the same variable.
    ///
    /// Source: systemd.io, "The Boot Loader Interface", LoaderInfo.
    package var isBootedBySystemdBoot: Bool {
        efiVariable(.loaderInfo)?.text?.hasPrefix("systemd-boot") ?? false
    }

    /// Where systemd-boot's partition is mounted; `nil` while it is not, so that nothing is written to the directory below.
    package var systemPartition: HostPath? { systemPartition(having: ["EFI/systemd", "loader/loader.conf"]) }

    /// Where one is mounted that GRUB can start xen.efi from; `nil` too where GRUB was not started by UEFI.
    package var chainloadedPartition: HostPath? { isBootedByUEFI ? systemPartition(having: ["EFI"]) : nil }

    package var isBootedByUEFI: Bool { exists("/sys/firmware/efi") }

    private func systemPartition(having names: [String]) -> HostPath? {
        let places: [HostPath] = ["/efi", "/boot/efi", "/boot"]
        return places.first { place in
            // A look into it mounts it where systemd does so on demand.
            guard names.contains(where: { exists(place / $0) }) else { return false }
            return mounts.contains { $0.point == place && $0.type == "vfat" }
        }
    }

    /// What is mounted, in the order of mounting.
    ///
    /// Source: proc_pid_mountinfo(5): `ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [TAG…] - TYPE SOURCE OPTIONS`.
    var mounts: [Mount] {
        String(decoding: content("/proc/self/mountinfo") ?? [], as: UTF8.self).split(separator: "\n").compactMap {
            let words = $0.split(separator: " ").map(String.init)
            guard words.count > 6, let point = HostPath(words[4]), let dash = words.firstIndex(of: "-"),
                dash + 1 < words.count, HostPath("/" + words[2]) != nil
            else { return nil }
            return Mount(device: words[2], point: point, type: words[dash + 1])
        }
    }
}

/// A mounted file system.
struct Mount {
    /// As `254:1`.
    var device: String
    var point: HostPath
    var type: String
}
