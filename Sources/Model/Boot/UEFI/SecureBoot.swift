package import Formats

/// Whether the firmware starts only what is signed.
package enum SecureBootState: String, Sendable, Codable, CaseIterable {
    case on, off
    /// The variable could not be read.
    case unknown

    /// As xen.efi decides, which plays safe: off is only what says so in the form that it has to have.
    ///
    /// `nil` stands for a variable that is not there; then the firmware has no Secure Boot.
    /// Source: Xen xen/common/efi/boot.c, `init_secure_boot_mode`.
    package init(_ variable: EFIVariable?) {
        guard let variable else {
            self = .off
            return
        }
        let isOff = variable.data == [0] && variable.attributes == [.bootServices, .runTime]
        self = isOff ? .off : .on
    }
}

/// How a hypervisor is to be started, as far as Secure Boot is concerned.
package struct SecureBootCase: Sendable, Equatable {
    /// How the files of a pair stand on the EFI system partition.
    package enum Layout: Sendable, Equatable {
        /// xen.efi, xen.cfg, kernel and initrd, side by side.
        case loose
        /// All in one xen.efi, which one signature can cover.
        case unified
    }

    package enum Start: Sendable, Equatable {
        /// xen.efi, from systemd-boot, from GRUB's chainloader or from the firmware itself.
        case program(Layout)
        /// xen.gz, by GRUB's multiboot2.
        case multiboot
    }

    package var start: Start
    /// Whether xen.efi has a signature; of whom is not looked at.
    package var isSigned: Bool
    /// Whether the kernel has one, for files side by side.
    package var isKernelSigned: Bool
    /// Whether shim started the boot loader, so that xen.efi can ask it about a kernel.
    package var hasShim: Bool

    package init(_ start: Start, isSigned: Bool, isKernelSigned: Bool = false, hasShim: Bool = false) {
        self.start = start
        self.isSigned = isSigned
        self.isKernelSigned = isKernelSigned
        self.hasShim = hasShim
    }
}

/// What Secure Boot makes of a way to start.
package enum SecureBootVerdict: Sendable, Equatable {
    /// It starts; what is worth knowing about it.
    case works(notes: [String])
    /// It does not start, for all these reasons.
    case refused(reasons: [String])
    /// It starts if Secure Boot is off; if it is on, these are the reasons that it does not.
    case uncertain(reasons: [String])

    /// Source: Xen xen/common/efi/boot.c, `efi_start`, `efi_verify_kernel`; GRUB grub-core/kern/efi/sb.c, `shim_lock_verifier_init`.
    package static func decide(_ state: SecureBootState, _ start: SecureBootCase) -> SecureBootVerdict {
        let reasons = reasons(against: start)
        switch state {
        case .off: return .works(notes: [])
        case .on: return reasons.isEmpty ? .works(notes: notes(on: start)) : .refused(reasons: reasons)
        case .unknown: return reasons.isEmpty ? .works(notes: notes(on: start)) : .uncertain(reasons: reasons)
        }
    }

    private static func reasons(against start: SecureBootCase) -> [String] {
        guard case .program(let layout) = start.start else {
            return [
                "GRUB loads no Xen by multiboot2 while Secure Boot is on, because shim cannot verify it; sign xen.efi and the kernel and write boot.grub = \"chainload\", or turn Secure Boot off in the firmware"
            ]
        }
        var reasons: [String] = []
        if !start.isSigned {
            reasons.append(
                "xen.efi is not signed, so the firmware does not start it while Secure Boot is on; sign it with a key that the firmware or shim knows, or turn Secure Boot off in the firmware"
            )
        }
        guard layout == .loose else { return reasons }
        if !start.hasShim {
            reasons.append(
                "xen.efi asks shim about a kernel that stands beside it, and there is no shim; put the kernel into a signed unified image"
            )
        } else if !start.isKernelSigned {
            reasons.append(
                "the kernel is not signed, and xen.efi does not start it while Secure Boot is on; sign it, or put it into a signed unified image"
            )
        }
        return reasons
    }

    private static func notes(on start: SecureBootCase) -> [String] {
        guard start.start == .program(.loose) else { return [] }
        return [
            "nothing verifies xen.cfg and the initrd beside xen.efi, so whoever can write to the EFI system partition can change them; a signed unified image covers both"
        ]
    }
}
