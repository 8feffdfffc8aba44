package import Model
import SystemPackage

/// Where Reeve keeps what must survive: `/var/lib/reeve`.
///
/// ```
/// journal                  the transaction under way; absent when none is
/// saved/<sha256>           contents that were replaced, and contents that generations left
/// generations/<n>/manifest what generation n left
/// generations/current      the number of the generation that stands
/// ```
package struct StateDirectory: Sendable {
    package let root: Root
    let probe: Probe

    package init(_ root: Root, probe: Probe = .none) {
        self.root = root
        self.probe = probe
    }

    package static let path: HostPath = "/var/lib/reeve"

    var journal: FilePath { root.path(Self.path / "journal") }
    var saved: FilePath { root.path(Self.path / "saved") }
    var generations: FilePath { root.path(Self.path / "generations") }
    var current: FilePath { generations.appending("current") }

    func manifest(_ number: Int) -> FilePath { generations.appending("\(number)").appending("manifest") }

    /// Makes the directories, and clears away what a process that died left in them.
    ///
    /// Only root reads them: saved contents may be secrets.
    func prepare() throws(FileError) {
        for directory in [saved, generations] {
            try Directory.make(directory, mode: 0o700, probe: probe)
            try DurableFile.removeLeftovers(in: directory, probe: probe)
        }
    }
}

// MARK: - Saved contents

extension StateDirectory {
    /// Keeps a content, and returns its digest.
    @discardableResult
    func keep(_ content: [UInt8], digest: String) throws(FileError) -> String {
        let path = saved.appending(digest)
        // A content that is there under its name was synced before it got that name.
        if try !FileStatus.exists(path) {
            try DurableFile.replace(path, content: content, mode: 0o600, probe: probe)
        }
        return digest
    }

    /// A content that was kept; one that is not as it was kept is an error.
    package func content(_ digest: String) throws -> [UInt8] {
        let path = saved.appending(digest)
        let content = try FileReader.read(path)
        guard Fingerprint(of: .file(content: content, mode: 0)) == .file(digest: digest, mode: 0) else {
            throw ApplyError.damaged(path, .damaged)
        }
        return content
    }
}
