/// What sha256sum(1) writes: a line for each file, with its digest and its name.
package struct ChecksumList: Sendable, Equatable {
    /// The digest of each file, in 64 lower-case hexadecimal digits, by its path without a leading `./`.
    package private(set) var digests: [String: String] = [:]

    /// Lines of any other form are passed over; a file with two digests has none.
    package init(parsing bytes: [UInt8]) {
        var doubtful: Set<String> = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let words = line.text.split(separator: " ", omittingEmptySubsequences: true)
            guard words.count == 2, let digest = Self.digest(words[0]), let path = Self.path(words[1]) else { continue }
            if digests.updateValue(digest, forKey: path) ?? digest != digest { doubtful.insert(path) }
        }
        for path in doubtful { digests[path] = nil }
    }

    /// In lower case; `nil` for what is no SHA-256 digest.
    static func digest(_ text: some StringProtocol) -> String? {
        guard text.utf8.count == 64, text.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
            return nil
        }
        return text.lowercased()
    }

    /// Below the directory of the list; `nil` for a path that leaves it.
    static func path(_ text: some StringProtocol) -> String? {
        let parts = text.drop { $0 == "*" }.split(separator: "/").filter { $0 != "." }
        return parts.isEmpty || parts.contains("..") || text.hasPrefix("/") ? nil : parts.joined(separator: "/")
    }
}
