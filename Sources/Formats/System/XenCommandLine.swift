/// The words of Xen's command line, as a boot loader hands them over or `xl info` shows them.
package struct XenCommandLine: Sendable, Equatable {
    package var words: [String]

    package init(_ words: [String] = []) {
        self.words = words
    }

    package init(parsing text: String) {
        words = text.split(separator: " ").map(String.init)
    }

    package var text: String { words.joined(separator: " ") }

    /// The option that a word is about: `smt` of `smt=false`, of `smt` and of `no-smt`; `ivrs_hpet` of `ivrs_hpet[0]=…`.
    ///
    /// Source: Xen xen/common/kernel.c, `parse_params`: `no-` before a name is the other way to say no.
    package static func option(of word: String) -> String {
        let name = String(word.prefix { $0 != "=" && $0 != "[" })
        guard name.hasPrefix("no-"), !XenOptionTable.knows(name) else { return name }
        return String(name.dropFirst(3))
    }

    /// What has to come and what has to go to make this of another line; words that GRUB puts in itself do not count.
    ///
    /// The order of the words is not looked at: of words about the same option the last wins, and that GRUB keeps.
    package func difference(from other: XenCommandLine) -> (gained: [String], lost: [String]) {
        let (mine, theirs) = (told, other.told)
        return (Self.subtract(theirs, from: mine), Self.subtract(mine, from: theirs))
    }

    /// Without what 20_linux_xen of GRUB adds: a first word for loaders that drop it, and two for EFI.
    private var told: [String] {
        words.filter { $0 != "placeholder" && $0 != "no-real-mode" && $0 != "edd=off" }
    }

    private static func subtract(_ words: [String], from line: [String]) -> [String] {
        var left = words.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        return line.filter { word in
            guard let count = left[word], count > 0 else { return true }
            left[word] = count - 1
            return false
        }
    }
}
