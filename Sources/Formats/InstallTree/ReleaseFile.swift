/// The Release file of a Debian archive, as far as it says what the files of a suite are.
///
/// Source: the Debian repository format, wiki.debian.org/DebianRepository/Format, "Release" files.
package struct ReleaseFile: Sendable, Equatable {
    /// As in `oldstable`, and as in `bookworm`; an archive that has no other name for a suite says one of them.
    package let names: Set<String>
    /// Until when it may be used, in seconds since 1970; `nil` when it does not say.
    package let validUntil: Int64?
    /// The digest of each file, as in a ``ChecksumList``, by its path below the suite's directory.
    package let digests: [String: String]

    /// `nil` for what has no SHA-256 digests: then it is no Release file, or one that proves nothing.
    package init?(parsing bytes: [UInt8]) {
        var fields: [String: String] = [:]
        var digests: [String: String] = [:]
        var field = ""
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = line.text
            if text.hasPrefix(" ") {
                let words = text.split(separator: " ")
                guard field == "SHA256", words.count == 3, let digest = ChecksumList.digest(words[0]),
                    let path = ChecksumList.path(words[2])
                else { continue }
                digests[path] = digest
            } else if let colon = text.firstIndex(of: ":") {
                field = String(text[..<colon])
                fields[field] = String(text[text.index(after: colon)...].drop { $0 == " " })
            }
        }
        guard !digests.isEmpty else { return nil }
        self.digests = digests
        names = Set([fields["Suite"], fields["Codename"]].compactMap { $0 })
        validUntil = fields["Valid-Until"].map { Self.seconds($0) ?? 0 }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Of a date as in `Sat, 11 Jul 2026 10:16:37 UTC`.
    private static func seconds(_ text: String) -> Int64? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "UTC", let day = Int64(words[1]), let year = Int64(words[3]),
            let month = months.firstIndex(of: String(words[2])), (1...31).contains(day), (1970...9999).contains(year)
        else { return nil }
        let time = words[4].split(separator: ":").map { Int64($0) }
        guard time.count == 3, let hours = time[0], let minutes = time[1], let seconds = time[2] else { return nil }
        // Years from March on, so that a leap day is the last of its year.
        let shifted = Int64(month + 10) % 12
        let march = year - (month < 2 ? 1 : 0)
        let days = march * 365 + march / 4 - march / 100 + march / 400 + (shifted * 153 + 2) / 5 + day - 1 - 719_468
        return days * 86400 + hours * 3600 + minutes * 60 + seconds
    }
}
