package import Model

/// What was booted, of what there is to boot.
package struct BootInventory: Sendable {
    private let root: Root

    package init(_ root: Root) {
        self.root = root
    }

    /// The entry of Reeve's that this boot is.
    package var booted: BootEntryID? {
        BootPair.entry(in: root.kernelWords)
    }

    /// Of what there is to boot, what runs; `nil` when that is not sure.
    ///
    /// Names must be those that run, and the files must be older than the boot: a package may have replaced one since.
    /// The words are those that this boot was given.
    package func running(_ sources: [BootSource], xenWords: [String]?) -> BootSource? {
        guard let hypervisor = ToolstackReader(root: root).running(), let began = root.bootTime else { return nil }
        guard
            var source = sources.first(where: { source in
                source.pair.version == hypervisor.version && source.pair.kernel == root.kernelRelease
                    && source.files.values.allSatisfy { (root.placed($0) ?? .max) < began }
            })
        else { return nil }
        if let xenWords { source.pair.xenWords = Self.asked(xenWords) }
        // A word in quotes may have had blanks: what the menu says is taken then.
        if let words = runningWords { source.pair.kernelWords = words }
        return source
    }

    /// The words of the running kernel's command line that somebody asked for; `nil` when they are not sure.
    var runningWords: [String]? {
        let words = root.kernelWords.map(String.init)
        return words.isEmpty || words.contains { $0.contains("\"") } ? nil : Self.asked(words)
    }

    /// Without what loaders and Reeve put there.
    static func asked(_ words: [String]) -> [String] {
        let words = words.filter {
            !Self.added.contains($0) && !$0.hasPrefix("reeve.") && !$0.hasPrefix("BOOT_IMAGE=")
        }
        return words.first.map(isFileName) == true ? Array(words.dropFirst()) : words
    }

    /// Whether xen.efi has loaded the kernel, as a program: it gives it its file's name as the first word.
    var isLoadedByProgram: Bool { root.kernelWords.first.map { Self.isFileName(String($0)) } ?? false }

    private static func isFileName(_ word: String) -> Bool {
        !word.contains("=") && (word.hasPrefix("vmlinuz") || word == "kernel")
    }

    /// What stands on command lines beside what was asked for.
    ///
    /// Source: GRUB util/grub.d/20_linux_xen.in.
    private static let added: Set<String> = ["placeholder", "no-real-mode", "edd=off"]
}
