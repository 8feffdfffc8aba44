import Formats

/// What Reeve reads otherwise than libxlutil, on purpose: the whole list.
///
/// docs/differences.md has the same rows; a test compares them.
struct Difference {
    let name: String
    let example: String
    let xl: String
    let reeve: String
    let reason: String

    var row: String { "| \(name) | `\(example)` | \(xl) | \(reeve) | \(reason) |" }

    static let all = [strayLastByte, deepNesting, nulInString, binaryNumber]

    static let strayLastByte = Difference(
        name: "a stray last byte", example: "memory = 512@", xl: "takes the file", reeve: "error",
        reason: "a byte without meaning is an error for xl anywhere else; its scanner overlooks the last byte of a file"
    )

    static let deepNesting = Difference(
        name: "deep nesting", example: "a = [[[…]]]", xl: "takes 2,000 to 5,000 levels", reeve: "takes 256 levels",
        reason: "no real file has more than three; with a limit no value can exhaust the stack")

    static let nulInString = Difference(
        name: "a NUL byte in a string", example: "a = \"x\\0y\"", xl: "aborts", reeve: "error",
        reason: "xl ends on a failed assertion")

    static let binaryNumber = Difference(
        name: "binary numbers", example: "memory = 0b11", xl: "a number with glibc 2.38 and newer, refused before",
        reeve: "refused", reason: "the same file must mean the same with every release of Debian")

    /// Whether the last byte is the only error, and one that libxlutil's scanner knows no rule for.
    func excuses(_ oracle: Oracle) -> Bool {
        let errors = oracle.document.diagnostics.filter { $0.severity == .error }
        guard let last = errors.first?.span, errors.count == 1, last.upperBound == oracle.input.count else {
            return false
        }
        return !Oracle(oracle.input.dropLast()).document.hasErrors
    }

    func excuses(_ node: XLNode?) -> Bool {
        guard case .atom(let bytes)? = node?.content else { return false }
        return String(decoding: bytes, as: UTF8.self).contains("0b")
    }
}
