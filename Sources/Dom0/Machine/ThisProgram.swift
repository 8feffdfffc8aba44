import Glibc

/// The program that runs.
package enum ThisProgram {
    /// Its path, of characters that no shell changes; where it is called otherwise, where packages put it.
    package static var path: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: true
            default: false
            }
        }
        return path.hasPrefix("/") && isPlain ? path : "/usr/bin/reeve"
    }
}
