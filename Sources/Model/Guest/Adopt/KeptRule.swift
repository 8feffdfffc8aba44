/// How one value that libxl keeps stands in an xl.cfg(5).
package struct KeptRule: Sendable {
    /// How the value is written.
    package enum Form: Sendable {
        case text
        /// `True` is 1.
        case boolean
        case number
        /// Negative in the file, and kept without a sign.
        case signed
        /// Kept in KiB, written in MiB.
        case mebibytes
        case strings
        /// Words that the file has otherwise.
        case words([String: String])
        /// What has no key, or is taken together with something else.
        case none
        /// What Xen or xl gives a domain when it is made: it never stands in a file.
        case runtime
    }

    package let path: String
    package let key: String
    package let form: Form
    /// What libxl takes when nothing is written: all that it means is the same.
    package let standard: [String]

    init(_ path: String, _ key: String, _ form: Form, _ standard: String...) {
        self.path = path
        self.key = key
        self.form = form
        self.standard = standard
    }

    /// Without a key.
    static func only(_ path: String, _ standard: String...) -> KeptRule {
        KeptRule(path: path, key: "", form: .none, standard: standard)
    }

    static func runtime(_ paths: String...) -> [KeptRule] {
        paths.map { KeptRule(path: $0, key: "", form: .runtime, standard: []) }
    }

    private init(path: String, key: String, form: Form, standard: [String]) {
        self.path = path
        self.key = key
        self.form = form
        self.standard = standard
    }

    /// The rule of a path; indices do not matter.
    package static func rule(of path: String) -> KeptRule? { byPath[pattern(path)] }

    /// A path without its indices: `disks[].vdev`.
    package static func pattern(_ path: String) -> String {
        var pattern = ""
        var isIndex = false
        for character in path {
            if character == "]" { isIndex = false }
            if !isIndex { pattern.append(character) }
            if character == "[" { isIndex = true }
        }
        return pattern
    }

    private static let byPath = Dictionary(all.map { ($0.path, $0) }) { first, _ in first }
}
