import SystemPackage

/// Everything that an image is made of, read from `lab/recipe`.
struct Recipe: Sendable {
    /// Debian packages that the host has installed.
    let packages: [String]
    /// Sixteen hexadecimal digits over every file of the recipe and over how disks are made of it.
    let digest: String

    init() throws {
        let directory = LabFiles.recipe
        let list = String(decoding: try LabFiles.read(directory.appending("packages")), as: UTF8.self)
        packages = list.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }

        var digest = ContentDigest()
        digest.add(Array(ImageBuild.partitionTable.script.utf8))
        for option in ImageBuild.packageOptions + ImageBuild.fileSystemOptions { digest.add(Array(option.utf8)) }
        try digest.add(tree: directory)
        self.digest = digest.hexadecimal
    }
}

/// FNV-1a over 64 bits: tells recipes apart; it guards nothing.
///
/// Source: the FNV page of its authors, parameters for 64 bits.
struct ContentDigest {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        // The length keeps two files apart from their concatenation.
        for shift in stride(from: 0, to: 64, by: 8) {
            state = (state ^ UInt64(UInt8(truncatingIfNeeded: bytes.count >> shift))) &* 0x0000_0100_0000_01b3
        }
    }

    /// Adds names and contents of all files below a directory, in order; of symbolic links, what they lead to.
    mutating func add(tree: FilePath) throws {
        for name in LabFiles.names(in: tree) {
            let path = tree.appending(name)
            let isDirectory = Self.isDirectory(path)
            // git knows no empty directories: what it left behind of one makes no other recipe.
            if isDirectory, !Self.hasFiles(below: path) { continue }
            add(Array(name.utf8))
            if isDirectory { try add(tree: path) } else { add(try LabFiles.read(path)) }
        }
    }

    private static func isDirectory(_ path: FilePath) -> Bool { LabFiles.exists(path.appending(".")) }

    private static func hasFiles(below directory: FilePath) -> Bool {
        LabFiles.names(in: directory).contains { name in
            let path = directory.appending(name)
            return !isDirectory(path) || hasFiles(below: path)
        }
    }

    var hexadecimal: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
