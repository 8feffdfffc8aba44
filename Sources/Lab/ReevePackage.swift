package import SystemPackage

/// The Debian package of Reeve that a host gets.
package struct ReevePackage: Sendable {
    package let file: FilePath
    /// Tells builds of it apart.
    package let digest: String

    /// The package that `REEVE_DEB` names, else the newest `build/reeve_*.deb`.
    package static func find() async throws -> ReevePackage {
        if let path = LabFiles.environment("REEVE_DEB") { return try ReevePackage(FilePath(path)) }
        let build = LabFiles.checkout.appending("build")
        let list = try await Tool.result(of: [
            "find", build.string, "-maxdepth", "1", "-name", "reeve_*.deb", "-printf", "%T@ %p\\n",
        ])
        let newest = list.output.split(separator: "\n").sorted().last?.split(separator: " ", maxSplits: 1).last
        guard let newest else { throw LabError.noPackage }
        return try ReevePackage(FilePath(String(newest)))
    }

    private init(_ file: FilePath) throws {
        self.file = file
        var digest = ContentDigest()
        digest.add(try LabFiles.read(file))
        self.digest = digest.hexadecimal
    }
}
