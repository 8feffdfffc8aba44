/// Why bytes are no EFI program, or why a section does not go into one.
package enum PEImageError: Error, Hashable, CustomStringConvertible {
    /// What was looked for, as `the section table`.
    case notPE(String)
    /// A part that lies outside the file, or over another.
    case outside(String)
    case overlap(String, String)
    case unknownHeaderData
    case headerRoom
    case relocations(String)
    case signed
    case alreadyThere(String)
    case name(String)
    case empty(String)
    case tooLarge(Int)

    package var description: String {
        switch self {
        case .notPE(let what): "not a 64-bit EFI program: \(what)"
        case .outside(let what): "a damaged EFI program: \(what) lies outside the file; was it copied whole?"
        case .overlap(let first, let second): "a damaged EFI program: \(first) and \(second) lie over each other"
        case .unknownHeaderData:
            "sections cannot be added: after the section table stands something that is not known; use separate files instead of one image"
        case .headerRoom:
            "sections cannot be added: the first section of the program stands right behind its headers; use separate files instead of one image"
        case .relocations(let name):
            "section \"\(Self.shown(name))\" has relocations of its own, which no EFI program has"
        case .signed:
            "the program is signed, and its signature would not fit any more; take an unsigned xen.efi and sign the unified image"
        case .alreadyThere(let name):
            "the program has a section \"\(Self.shown(name))\" already; take the xen.efi of the hypervisor's package, not a unified image"
        case .name(let name):
            "\"\(Self.shown(name))\" cannot be the name of a new section: one to eight characters of ASCII will do"
        case .empty(let name): "section \"\(Self.shown(name))\" would be empty"
        case .tooLarge(let size): "an EFI program of \(size) bytes would be too large: its offsets have 32 bits"
        }
    }

    private static func shown(_ text: String) -> String { ShownText.escaped(text.utf8, limit: 40) }
}
