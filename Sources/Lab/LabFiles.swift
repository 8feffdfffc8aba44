import Glibc
package import SystemPackage

/// Where the lab keeps what it makes.
package enum LabFiles {
    /// The checkout that this program was built from.
    package static let checkout: FilePath = {
        var path = FilePath(#filePath)
        for _ in 1...3 { path.removeLastComponent() }
        return path
    }()

    /// What the hosts are made of: packages, files, scripts.
    static let recipe = checkout.appending("lab/recipe")

    /// Images, kept between checkouts and runs: `$XDG_CACHE_HOME/reeve-lab`, default `~/.cache/reeve-lab`.
    package static let cache: FilePath = {
        if let path = environment("XDG_CACHE_HOME") { return FilePath(path).appending("reeve-lab") }
        return FilePath(environment("HOME") ?? "/root").appending(".cache/reeve-lab")
    }()

    /// Running hosts, their disks, serial logs and journals: `build/lab` in the checkout.
    package static let artefacts = checkout.appending("build/lab")

    /// A variable of the environment, nil when unset or empty.
    package static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    static func exists(_ path: FilePath) -> Bool { access(path.string, F_OK) == 0 }

    static func makeDirectory(_ path: FilePath) async throws {
        try await Tool.run(["mkdir", "--parents", path.string])
    }

    static func remove(_ path: FilePath) async throws {
        try await Tool.run(["rm", "--recursive", "--force", path.string])
    }

    /// The names in a directory, sorted; none when there is no such directory.
    static func names(in path: FilePath) -> [String] {
        guard let directory = opendir(path.string) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func read(_ path: FilePath) throws -> [UInt8] {
        do {
            let file = try FileDescriptor.open(path, .readOnly)
            return try file.closeAfter {
                var bytes: [UInt8] = []
                let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
                defer { piece.deallocate() }
                while case let count = try file.read(into: piece), count > 0 { bytes += piece[..<count] }
                return bytes
            }
        } catch let error as Errno {
            throw LabError.file(path, reason: error.description)
        }
    }

    /// How many bytes a file has; 0 when there is none.
    static func size(of path: FilePath) -> Int {
        var status = stat()
        return stat(path.string, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The text of a small file without the newline at its end; nil when it cannot be read.
    static func text(of path: FilePath) -> String? {
        // A file that is not there is the common case, and the answer.
        guard let bytes = try? read(path) else { return nil }
        return String(decoding: bytes, as: UTF8.self).trimmed
    }

    static func write(_ bytes: [UInt8], to path: FilePath) throws {
        do {
            let file = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
            _ = try file.closeAfter { try file.writeAll(bytes) }
        } catch let error as Errno {
            throw LabError.file(path, reason: error.description)
        }
    }

    static func write(_ text: String, to path: FilePath) throws {
        try write(Array(text.utf8), to: path)
    }
}
