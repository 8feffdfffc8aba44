import Formats

/// What was seen at a path, small enough to keep and to compare.
package enum Fingerprint: Sendable, Hashable, Codable {
    case absent
    /// `digest` is the SHA-256 of the content, in lower-case hexadecimal.
    case file(digest: String, mode: UInt16)
    case symlink(target: String)
    /// Something that Reeve never writes, as `directory` or `socket`.
    case other(kind: String)

    package init(of node: Node) {
        switch node {
        case .file(let content, let mode): self = .file(digest: SHA256.hex(of: content), mode: mode)
        case .symlink(let target): self = .symlink(target: target)
        }
    }
}

// MARK: - As one word of a record

extension Fingerprint {
    /// One word, as `file:0644:<digest>`; the form in journals and manifests.
    package var text: String {
        switch self {
        case .absent: "absent"
        case .file(let digest, let mode): "file:\(mode.octal):\(digest)"
        case .symlink(let target): "symlink:\(target)"
        case .other(let kind): "other:\(kind)"
        }
    }

    /// `nil` for what ``text`` never writes.
    package init?(parsing text: some StringProtocol) {
        if text == "absent" {
            self = .absent
            return
        }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = text[text.index(after: colon)...]
        switch text[..<colon] {
        case "file":
            let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let mode = UInt16(parts[0], radix: 8), mode <= 0o7777, parts[1].utf8.count == 64
            else {
                return nil
            }
            self = .file(digest: String(parts[1]), mode: mode)
        case "symlink": self = .symlink(target: String(rest))
        case "other": self = .other(kind: String(rest))
        default: return nil
        }
    }
}

extension UInt16 {
    /// Permission bits as chmod(1) takes them: four octal digits.
    package var octal: String {
        let digits = String(self, radix: 8)
        return String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
    }
}
