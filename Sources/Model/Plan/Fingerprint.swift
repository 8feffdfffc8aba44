/// What was seen at a path, small enough to keep and to compare.
package enum Fingerprint: Sendable, Equatable, Codable {
    case absent
    /// `digest` is the SHA-256 of the content, in lower-case hexadecimal.
    case file(digest: String, mode: UInt16)
    case symlink(target: String)
    /// Something that Reeve never writes, as `directory` or `socket`.
    case other(kind: String)
}
