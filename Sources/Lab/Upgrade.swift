import SystemPackage

/// Packages of a release, with all that a host lacks to have them: a repository, so that the host needs no mirror.
///
/// It is made once for an image, from Debian's archive, and kept in the cache beside it.
package struct Upgrade: Sendable {
    /// The repository, packed.
    let archive: FilePath

    /// Where a host has it.
    private static let place = "/srv/upgrade"

    /// The repository for hosts of the image that the host stands on; fetched first when the cache has none.
    package static func obtain(_ packages: [String], of suite: DebianSuite, for host: LabHost) async throws -> Upgrade {
        var digest = ContentDigest()
        digest.add(try LabFiles.read(script))
        for package in packages + [suite.rawValue] { digest.add(Array(package.utf8)) }
        // Names end as that of their image: so they are forgotten together.
        let archive = LabFiles.cache.appending("upgrade-\(digest.hexadecimal)-\(host.image.identity)")
        let upgrade = Upgrade(archive: archive)
        if LabFiles.exists(archive) {
            try await Tool.run(["touch", archive.string])
            return upgrade
        }
        host.progress.say("getting \(packages.joined(separator: ", ")) of \(suite) from Debian")
        let work = host.directory.appending("upgrade")
        try await LabFiles.remove(work)
        try await LabFiles.makeDirectory(work)
        let status = work.appending("status")
        try LabFiles.write(try await host.shell.succeed(["cat", "/var/lib/dpkg/status"]).output, to: status)
        let repository = work.appending("repository")
        try await Tool.run([script.string, status.string, suite.rawValue, repository.string] + packages)
        let whole = work.appending("packed")
        try await Tool.run(["tar", "--create", "--file=\(whole)", "--directory=\(repository)", "."])
        try await Tool.run(["mv", whole.string, archive.string])
        try await LabFiles.remove(work)
        return upgrade
    }

    private static let script = LabFiles.checkout.appending("lab/upgrade")

    /// Installs packages as an administrator does; returns what apt said.
    package func install(_ packages: [String], on host: LabHost) async throws -> String {
        try await offer(to: host)
        host.progress.say("apt-get install \(packages.joined(separator: " "))")
        let apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2", "--yes", "--no-install-recommends"]
        return try await host.shell.succeed(apt + ["install"] + packages, limit: .seconds(1800)).text
    }

    /// Gives the repository to a host: it is all that apt knows there from then on.
    private func offer(to host: LabHost) async throws {
        try await host.shell.copy(archive, to: "/root/upgrade.tar")
        try await host.succeed("mkdir", "--parents", Self.place)
        try await host.succeed("tar", "--extract", "--file=/root/upgrade.tar", "--directory=\(Self.place)")
        try await host.succeed("rm", "/root/upgrade.tar")
        // What is trusted here was checked where it was fetched.
        try await host.write("/etc/apt/sources.list", "deb [trusted=yes] file:\(Self.place) ./\n")
        try await host.succeed("apt-get", "--quiet=2", "update")
    }
}

extension LabHost {
    /// Installs packages of the host's own release, which are fetched first when the cache has none.
    package func provide(_ packages: [String]) async throws {
        _ = try await Upgrade.obtain(packages, of: suite, for: self).install(packages, on: self)
    }
}
