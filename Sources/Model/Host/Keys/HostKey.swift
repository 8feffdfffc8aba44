package import Formats

/// A key of `/etc/reeve/host.conf`: the one table that decodes, suggests and documents them.
///
/// The keys of xl.conf(5) stand beside these with `xl.` before them; their table is that of xl.conf itself.
package struct HostKey: Sendable, Equatable {
    /// Where a key's value ends up.
    package enum Target: Sendable, Equatable, ExpressibleByStringLiteral, CustomStringConvertible {
        /// A file, in words; a renderer of its own puts the value there.
        case file(String)
        /// An option of Xen's command line, written from the row alone.
        case xen(XenOption)
        /// A setting of one xenstored or of both, written from the row alone.
        case store(StoreOption)

        package init(stringLiteral file: String) { self = .file(file) }

        package var description: String {
            switch self {
            case .file(let file): file
            case .xen(let option): "Xen's command line: \(option)"
            case .store(let option): option.words
            }
        }
    }

    package enum Kind: Sendable, Equatable {
        /// `atLeast` is the least that `check` accepts.
        case memory(atLeast: Bytes)
        case count(ClosedRange<Int>)
        /// A count, or the word that stands for no limit.
        case countOr(ClosedRange<Int>, String)
        /// A number that need not be whole.
        case number(ClosedRange<Double>)
        case size(ClosedRange<Bytes>)
        case flag
        case duration(ClosedRange<Int>)
        case choice([String])
        case path
        case form(HostForm)
        case strings
        /// What Xen's own grammar takes.
        case xen(XenGrammar)
        /// A string or a list of strings, each of which is what the words say.
        case list(of: String)
        /// One string, which is what the words say.
        case text(String)

        /// What to write, for the manual and for hints.
        package var words: String {
            switch self {
            case .memory: "memory size, as \"2G\", \"512M\" or a number of MiB"
            case .count(let range): "number from \(range.lowerBound) to \(range.upperBound)"
            case .countOr(let range, let word):
                "number from \(range.lowerBound) to \(range.upperBound), or \"\(word)\""
            case .number(let range):
                "number from \(range.lowerBound) to \(range.upperBound), in quotes where it has a point, as \"0.5\""
            case .size(let range):
                "memory size from \(range.lowerBound) to \(range.upperBound), as \"8M\" or a number of MiB"
            case .flag: "0 or 1"
            case .duration(let range):
                "seconds, or a string as \"90s\" or \"5min\"; from \(range.lowerBound) to \(range.upperBound) s"
            case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: ", ")
            case .path: "absolute path"
            case .form(let form): form.words
            case .strings: "list of strings"
            case .xen(let grammar): grammar.words
            case .list(let words): "\(words), or a list of these"
            case .text(let words): words
            }
        }
    }

    /// As it is written; ``placeholder`` in it stands for a name that the admin chooses.
    package let name: String
    package let kind: Kind
    /// The value when the key is not written, as a person would write it or in words.
    package let fallback: String
    /// What it does: for the manual, one or two sentences.
    package let documentation: String
    package let renders: Target
    /// The first Xen that knows what it renders; ``XenVersion/oldestKnown`` for what was always there.
    package let since: XenVersion

    /// Whether its row alone writes it to Xen's command line.
    package var isOptionOfXen: Bool {
        if case .xen = renders { true } else { false }
    }
    /// Which xenstored reads it, and as what; `nil` for what is no setting of a xenstored.
    package var store: StoreOption? {
        if case .store(let option) = renders { option } else { nil }
    }

    /// The least memory that dom0 can be given: below it, Debian's kernel and initramfs do not boot.
    package static let leastMemory = Bytes.mebibytes(256)

    package static let all: [HostKey] =
        xen + iommu + hypervisor + xenParameters + store + daemons + boot + modules + guests + network

    /// What stands before the keys of xl.conf(5).
    package static let xlPrefix = "xl."

    /// What stands in a key for a name that the admin chooses, as in `network.bridge.NAME.uplink`.
    package static let placeholder = "NAME"

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The key that a word names; `nil` when there is none.
    package static func named(_ word: String) -> HostKey? { byName[word] ?? byName[split(word).pattern] }

    /// A word with the placeholder for the name in it, and that name: it may have dots, what comes after it has none.
    static func split(_ word: String) -> (pattern: String, name: String?) {
        guard word.hasPrefix(bridgePrefix), let dot = word.lastIndex(of: "."),
            case let name = word[..<dot].dropFirst(bridgePrefix.count), !name.isEmpty
        else { return (word, nil) }
        return ("\(bridgePrefix)\(placeholder)\(word[dot...])", String(name))
    }

    /// The key that a person probably meant, with the name that was written.
    static func nearest(to word: String) -> String? {
        // What stands where the name would, also in a word whose beginning is wrong.
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        let name = parts.count > 3 ? parts[2..<(parts.count - 1)].joined(separator: ".") : placeholder
        return Spelling.nearest(to: word, among: all.map { $0.name.replacing(placeholder, with: name) })
    }

    init(
        _ name: String, _ kind: Kind, _ fallback: String, _ documentation: String, renders: Target,
        since minor: Int = XenVersion.oldestKnown.minor
    ) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.documentation = documentation
        self.renders = renders
        since = XenVersion(4, minor)
    }
}
