package import Formats

/// What a kept toolstack says of itself, in `kept.json` at its top; written last, so that a copy without it is not whole.
package struct KeptManifest: Sendable, Equatable, Codable {
    package static let name = "kept.json"
    package static let format = 1

    /// Of this file; another one is of another Reeve.
    package var format = Self.format
    package var version: XenVersion
    /// The Xen of its QEMU; `nil` when none was kept.
    package var qemu: XenVersion?
    /// A digest over the paths, sizes and times of what was copied: the same as long as nothing was upgraded.
    package var fingerprint: String
    package var files: Int
    package var bytes: Int
    /// What the programs use of the host's and was not copied, in sentences.
    package var shared: [String]

    package init(
        version: XenVersion, qemu: XenVersion?, fingerprint: String, files: Int, bytes: Int, shared: [String]
    ) {
        self.version = version
        self.qemu = qemu
        self.fingerprint = fingerprint
        self.files = files
        self.bytes = bytes
        self.shared = shared
    }
}
