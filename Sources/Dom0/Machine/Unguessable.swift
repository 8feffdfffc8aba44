import Formats

/// What nobody can guess.
enum Unguessable {
    /// 64 hexadecimal digits.
    static func digits() -> String { SHA256.hex(of: (0..<32).map { _ in UInt8.random(in: .min ... .max) }) }
}
