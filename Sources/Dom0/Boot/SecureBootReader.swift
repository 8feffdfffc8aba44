import Formats
import Model

/// Looks at what Secure Boot would not let start.
struct SecureBootReader {
    let root: Root

    /// A sentence for each reason; empty where it is off.
    func reasons(against files: [BootEntry.Part: HostPath], in place: BootPlace) -> [String] {
        guard SecureBootState(root.efiVariable(.secureBoot)) == .on else { return [] }
        func isSigned(_ part: BootEntry.Part) -> Bool {
            files[part].flatMap(root.program)?.isSigned ?? false
        }
        let start = SecureBootCase(
            place.start, isSigned: isSigned(.hypervisor), isKernelSigned: isSigned(.kernel),
            hasShim: root.efiVariable(.machineOwnerKeys) != nil)
        guard case .refused(let reasons) = SecureBootVerdict.decide(.on, start) else { return [] }
        return reasons
    }
}
