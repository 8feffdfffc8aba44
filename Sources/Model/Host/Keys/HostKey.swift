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

        package init(stringLiteral file: String) { self = .file(file) }

        package var description: String {
            switch self {
            case .file(let file): file
            case .xen(let option): "Xen's command line: \(option)"
            }
        }
    }

    package enum Kind: Sendable, Equatable {
        /// `atLeast` is the least that `check` accepts.
        case memory(atLeast: Bytes)
        case count(ClosedRange<Int>)
        case flag
        case duration(ClosedRange<Int>)
        case choice([String])
        case path
        case strings
        /// What Xen's own grammar takes.
        case xen(XenGrammar)

        /// What to write, for the manual and for hints.
        package var words: String {
            switch self {
            case .memory: "memory size, as \"2G\", \"512M\" or a number of MiB"
            case .count(let range): "number from \(range.lowerBound) to \(range.upperBound)"
            case .flag: "0 or 1"
            case .duration(let range):
                "seconds, or a string as \"90s\" or \"5min\"; from \(range.lowerBound) to \(range.upperBound) s"
            case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: ", ")
            case .path: "absolute path"
            case .strings: "list of strings"
            case .xen(let grammar): grammar.words
            }
        }
    }

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

    /// The least memory that dom0 can be given: below it, Debian's kernel and initramfs do not boot.
    package static let leastMemory = Bytes.mebibytes(256)

    package static let all: [HostKey] = xen + iommu + hypervisor + xenParameters + store + daemons + guests

    /// What stands before the keys of xl.conf(5).
    package static let xlPrefix = "xl."

    package static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

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
