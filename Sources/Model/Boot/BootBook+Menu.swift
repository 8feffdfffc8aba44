/// What a loader's menu is to say, whichever loader it is.
extension BootBook {
    /// What boots when nobody says otherwise: of these the first whose files are there.
    package func choices(among entries: [BootEntry]) -> [BootEntryID] {
        let there = Set(entries.map(\.id))
        var seen: Set<BootEntryID> = []
        return ([good, previous].compactMap(\.self) + pinned.sorted()).filter {
            there.contains($0) && seen.insert($0).inserted
        }
    }

    /// The entry on trial, when its files are there.
    func trialEntry(among entries: [BootEntry]) -> BootEntry? {
        trial.flatMap { trial in entries.first { $0.id == trial.entry } }
    }

    /// What the menu has: every entry, and once more the one on trial.
    func items(among entries: [BootEntry]) -> [(entry: BootEntry, isTrial: Bool)] {
        entries.map { ($0, false) } + [trialEntry(among: entries)].compactMap(\.self).map { ($0, true) }
    }

    /// What Xen and the kernel are told; a trial also gets what ends it when it hangs.
    func words(of entry: BootEntry, isTrial: Bool) -> (xen: [String], kernel: [String]) {
        let mark = BootPair.mark(entry.id)
        guard isTrial, let trial else { return (entry.pair.xenWords, entry.pair.kernelWords + [mark]) }
        return (BootTrial.xenWords(entry.pair.xenWords), trial.kernelWords(entry.pair.kernelWords) + [mark])
    }
}
