package import Formats

/// A hypervisor and a kernel for dom0 that are booted together, with what they are told.
///
/// Its files are in a directory of its own, as they were when the entry was made: what a package does to the files in
/// `/boot` does not change it.
package struct BootEntry: Sendable, Equatable {
    /// One of its files.
    package struct File: Sendable, Equatable {
        /// Where it was taken from.
        package var source: HostPath
        /// SHA-256 of the content, in hexadecimal digits.
        package var digest: String

        package init(_ source: HostPath, digest: String) {
            self.source = source
            self.digest = digest
        }
    }

    /// What its files are for.
    package enum Part: String, Sendable, CaseIterable, Comparable {
        case hypervisor, kernel, initrd

        package static func < (left: Part, right: Part) -> Bool { left.rawValue < right.rawValue }
    }

    package var pair: BootPair
    package var files: [Part: File]
    /// Where its files are.
    package var place: BootPlace

    package init(_ pair: BootPair, files: [Part: File], in place: BootPlace) {
        self.pair = pair
        self.files = files
        self.place = place
    }

    package var directory: HostPath { place.directory(of: id) }

    package func file(_ part: Part) -> HostPath { place.file(part, of: id) }

    /// Its directory as the loader sees it: from the root of ``BootPlace/volume`` on.
    var path: HostPath { place.path / id.description }

    package var id: BootEntryID {
        BootEntryID(
            hypervisor: pair.hypervisor, kernel: pair.kernel,
            digests: Part.allCases.compactMap { files[$0]?.digest } + pair.xenWords + pair.kernelWords)
    }
}

/// What an entry boots: names and words.
package struct BootPair: Sendable, Equatable {
    /// As the file is called, without `xen-` and its endings: `4.17-amd64`.
    package var hypervisor: String
    /// The release of the kernel, as `uname -r` tells it.
    package var kernel: String
    /// Xen's command line.
    package var xenWords: [String]
    /// The kernel's command line.
    package var kernelWords: [String]

    package init(hypervisor: String, kernel: String, xenWords: [String], kernelWords: [String]) {
        self.hypervisor = hypervisor
        self.kernel = kernel
        self.xenWords = xenWords
        self.kernelWords = kernelWords
    }

    /// `nil` where the name of the file does not tell it.
    package var version: XenVersion? { XenVersion(parsing: hypervisor) }

    /// How people call it.
    package var title: String { "Xen \(hypervisor) and Linux \(kernel)" }

    /// The word by which the booted system knows its entry.
    package static func mark(_ id: BootEntryID) -> String { "reeve.entry=\(id)" }

    /// The entry that a kernel's command line names.
    package static func entry(in words: some Sequence<Substring>) -> BootEntryID? {
        words.compactMap { $0.hasPrefix("reeve.entry=") ? BootEntryID($0.dropFirst("reeve.entry=".count)) : nil }.last
    }
}

// MARK: - As a record

extension BootEntry {
    /// Sealed lines: what the pair is, what it is told, and a line for each file.
    package var text: String {
        let lines =
            [
                ["entry", "1", pair.hypervisor, pair.kernel], ["xen"] + pair.xenWords, ["linux"] + pair.kernelWords,
            ]
            + files.sorted { $0.key < $1.key }.map {
                ["file", $0.key.rawValue, $0.value.digest, $0.value.source.string]
            }
        return Record.text(lines)
    }

    /// `nil` for what ``text`` never is.
    package init?(parsing text: some StringProtocol, in place: BootPlace) {
        guard let lines = Record.lines(text), lines.count > 3, lines[0].count == 4,
            lines[0].prefix(2) == ["entry", "1"], lines[1].first == "xen",
            lines[2].first == "linux"
        else { return nil }
        var files: [Part: File] = [:]
        for words in lines.dropFirst(3) {
            guard words.count == 4, words[0] == "file", let part = Part(rawValue: words[1]),
                let source = HostPath(words[3])
            else { return nil }
            files[part] = File(source, digest: words[2])
        }
        guard files.count == Part.allCases.count else { return nil }
        self.init(
            BootPair(
                hypervisor: lines[0][2], kernel: lines[0][3], xenWords: Array(lines[1].dropFirst()),
                kernelWords: Array(lines[2].dropFirst())), files: files, in: place)
    }
}
