/// What xl makes of the file that was written for a domain, beside what libxl keeps of that domain.
///
/// Two ways to differ are not the same. What the domain has and xl would not give it is a loss: the guest comes back
/// without a disk, with less memory, in another network, and nobody asked for it. What xl adds is from xl.conf, or from a
/// newer Xen: it is told, for any guest would get it from its next start on.
package struct AdoptionProof: Sendable, Equatable {
    /// A value that differs.
    package struct Difference: Sendable, Equatable, CustomStringConvertible {
        package var path: String
        /// What the domain has, in words.
        package var kept: String?
        /// What it would have, in words.
        package var proven: String?
        /// Whether there was a key to write it with.
        package var isWritten: Bool

        package init(path: String, kept: String?, proven: String?, isWritten: Bool) {
            self.path = path
            self.kept = kept
            self.proven = proven
            self.isWritten = isWritten
        }

        package var description: String {
            switch (kept, proven) {
            case (let kept?, let proven?): "\(path): the domain has \(kept), xl would give it \(proven)"
            case (let kept?, nil):
                "\(path): the domain has \(kept)"
                    + (isWritten ? ", which xl does not take from the file" : ", and xl.cfg(5) has no key for it")
            case (nil, let proven): "\(path): the domain has none, xl gives it \(proven ?? "one")"
            }
        }
    }

    package private(set) var losses: [Difference] = []
    package private(set) var additions: [Difference] = []

    /// Which devices there are matters more than what is known of each.
    private mutating func compareLengths(_ kept: KeptDomain, _ proven: KeptDomain) {
        for list in Set(kept.lengths.keys).union(proven.lengths.keys).sorted() {
            let (old, new) = (kept.count(of: list), proven.count(of: list))
            // What is reserved for devices is found out anew, and a screen brings its keyboard.
            guard old != new, list != "rdms", list != "vkbs" || old > new else { continue }
            let difference = Difference(path: list, kept: "\(old)", proven: "\(new)", isWritten: false)
            if old > new { losses.append(difference) } else { additions.append(difference) }
        }
    }

    /// `proven` is what `xl create --dryrun` prints of the file that says what `translation` says.
    package init(of translation: DomainTranslation, proven: KeptDomain) {
        let kept = translation.kept
        let unknown = Set(translation.unknown)
        compareLengths(kept, proven)
        for path in Set(kept.values.keys).union(proven.values.keys).sorted() {
            let (old, new) = (kept[path], proven[path])
            if kept.standing(of: path) == .runtime || proven.standing(of: path) == .runtime { continue }
            if old == new || kept.standing(of: path) == .standard && proven.standing(of: path) == .standard { continue }
            if let old, let new, Self.isSame(old, new, at: path) { continue }
            let difference = Difference(
                path: path, kept: old.map { Self.shown($0, path) }, proven: new.map { Self.shown($0, path) },
                isWritten: !unknown.contains(path))
            if old == nil || kept.standing(of: path) == .standard && new == nil {
                additions.append(difference)
            } else {
                losses.append(difference)
            }
        }
    }

    /// Whether the file cannot say the difference: less than a MiB, or which of its CPUs a guest has off.
    private static func isSame(_ old: LibxlValue, _ new: LibxlValue, at path: String) -> Bool {
        if path == "b_info.avail_vcpus" { return old.bits?.count == new.bits?.count }
        guard path.hasSuffix("_memkb"), let old = old.number, let new = new.number else { return false }
        return DomainTranslation.mebibytes(old) == DomainTranslation.mebibytes(new)
    }

    /// Passwords are nobody's to read.
    private static func shown(_ value: LibxlValue, _ path: String) -> String {
        path.hasSuffix(".passwd") ? "a password" : "\"\(value.words)\""
    }

    /// The losses that nobody agreed to: an agreed path stands for all below it.
    package func losses(without agreed: [String]) -> [Difference] {
        losses.filter { loss in
            !agreed.contains { loss.path == $0 || loss.path.hasPrefix($0 + ".") || loss.path.hasPrefix($0 + "[") }
        }
    }
}
