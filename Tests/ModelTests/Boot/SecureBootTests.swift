import Formats
import Model
import Testing

private let notSigned =
    "xen.efi is not signed, so the firmware does not start it while Secure Boot is on; sign it with a key that the firmware or shim knows, or turn Secure Boot off in the firmware"
private let noShim =
    "xen.efi asks shim about a kernel that stands beside it, and there is no shim; put the kernel into a signed unified image"
private let kernelNotSigned =
    "the kernel is not signed, and xen.efi does not start it while Secure Boot is on; sign it, or put it into a signed unified image"
private let multiboot =
    "GRUB loads no Xen by multiboot2 while Secure Boot is on, because shim cannot verify it; sign xen.efi and the kernel and write boot.grub = \"chainload\", or turn Secure Boot off in the firmware"
private let unverified =
    "nothing verifies xen.cfg and the initrd beside xen.efi, so whoever can write to the EFI system partition can change them; a signed unified image covers both"

@Suite struct `Secure Boot` {
    @Test(arguments: [
        (SecureBootCase(.multiboot, isSigned: false), SecureBootVerdict.refused(reasons: [multiboot])),
        (.init(.program(.loose), isSigned: false), .refused(reasons: [notSigned, noShim])),
        (.init(.program(.loose), isSigned: true), .refused(reasons: [noShim])),
        (.init(.program(.loose), isSigned: true, isKernelSigned: true), .refused(reasons: [noShim])),
        (.init(.program(.loose), isSigned: true, hasShim: true), .refused(reasons: [kernelNotSigned])),
        (
            .init(.program(.loose), isSigned: true, isKernelSigned: true, hasShim: true),
            .works(notes: [unverified])
        ),
        (.init(.program(.unified), isSigned: false), .refused(reasons: [notSigned])),
        (.init(.program(.unified), isSigned: true), .works(notes: [])),
    ])
    func `what starts, and why not the rest`(start: SecureBootCase, verdict: SecureBootVerdict) {
        #expect(SecureBootVerdict.decide(.on, start) == verdict)
        #expect(SecureBootVerdict.decide(.off, start) == .works(notes: []))
        if case .refused(let reasons) = verdict {
            #expect(SecureBootVerdict.decide(.unknown, start) == .uncertain(reasons: reasons))
        } else {
            #expect(SecureBootVerdict.decide(.unknown, start) == verdict)
        }
    }

    @Test(
        arguments: [
            (nil, SecureBootState.off), ([6, 0, 0, 0, 0], .off), ([6, 0, 0, 0, 1], .on), ([7, 0, 0, 0, 0], .on),
            ([6, 0, 0, 0, 0, 0], .on), ([6, 0, 0, 0], .on),
        ] as [([UInt8]?, SecureBootState)])
    func `what is not plainly off is on, as for xen_efi`(file: [UInt8]?, state: SecureBootState) {
        #expect(SecureBootState(file.flatMap(EFIVariable.init(file:))) == state)
    }
}
