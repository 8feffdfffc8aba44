import Formats
import Model

extension Root {
    /// The EFI program at a path; `nil` where none can be read: what is no such image does not start, and has no signature.
    func program(at path: HostPath) -> PEImage? {
        // try?: see above.
        content(path, limit: 64 << 20).flatMap { try? PEImage(parsing: $0) }
    }
}
