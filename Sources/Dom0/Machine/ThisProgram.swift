import Model

/// The program that runs.
enum ThisProgram {
    private static let packaged = "/usr/bin/reeve"

    /// Its path, as it was started.
    static let path = Root().target(of: "/proc/self/exe") ?? packaged

    /// The same, of characters that no shell changes; where it is called otherwise, where packages put it.
    static var shellWord: String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: true
            default: false
            }
        }
        return path.hasPrefix("/") && isPlain ? path : packaged
    }
}
