/// Finds in what xl said the line that tells why a guest was not made.
///
/// xl names no cause in its exit status, and says the cause first, then everything that failed because of it. Lines are
/// told apart by their words, never by the line numbers of its sources, which change.
package enum XLComplaint {
    /// The cause, without xl's own places and domain; `nil` when nothing in the lines is a complaint of xl's.
    package static func cause(in lines: [String]) -> String? {
        let messages = lines.compactMap(message)
        // What a hotplug script wrote says more than that it failed.
        return messages.first { $0.hasPrefix("script: ") }.map { String($0.dropFirst("script: ".count)) }
            ?? messages.first
    }

    /// What follows `libxl: error: FILE:LINE:FUNCTION:` and `Domain N:`.
    private static func message(_ line: String) -> String? {
        guard let rest = line.suffix(from: "libxl: error: ") else { return nil }
        var text = rest.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).last ?? ""
        text = text.drop { $0 == " " }
        if text.hasPrefix("Domain "), let colon = text.firstIndex(of: ":") { text = text[text.index(after: colon)...] }
        text = text.drop { $0 == " " }
        return text.isEmpty ? nil : String(text)
    }
}

extension String {
    /// This text from another in it on; `nil` when that is not in it.
    fileprivate func suffix(from text: String) -> Substring? {
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(text) { return rest }
            rest = rest.dropFirst()
        }
        return nil
    }
}
