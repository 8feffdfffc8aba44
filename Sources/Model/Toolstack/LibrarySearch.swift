package import Formats

/// Where the dynamic linker looks for the libraries that a file needs.
///
/// Source: ld.so(8). `LD_LIBRARY_PATH` is not looked at: what is found must be found by services too.
package struct LibrarySearch: Sendable, Equatable {
    /// Of ld.so.conf, and the default ones after them.
    package let system: [HostPath]

    package init(configured: [HostPath], machine: UInt16) {
        let triplets: [UInt16: String] = [3: "i386-linux-gnu", 62: "x86_64-linux-gnu", 183: "aarch64-linux-gnu"]
        let multiarch = triplets[machine].map { name in ["/lib" / name, "/usr/lib" / name] } ?? []
        let defaults: [HostPath] = ["/lib64", "/usr/lib64", "/lib", "/usr/lib"]
        var seen: Set<HostPath> = []
        system = (configured + multiarch + defaults).filter { seen.insert($0).inserted }
    }

    /// The directories for what `file`, which stands in `directory`, needs.
    ///
    /// `inherited` are the `RPATH`s of those that loaded it; they do not count where the file has a `RUNPATH`.
    package func directories(
        for file: ELFFile, in directory: HostPath, inherited: [HostPath] = []
    ) -> [HostPath] {
        let own = file.runpath.isEmpty ? Self.expanded(file.rpath, directory) + inherited : []
        return own + Self.expanded(file.runpath, directory) + system
    }

    /// What the file hands down to the libraries that it loads.
    package func inheritance(of file: ELFFile, in directory: HostPath, inherited: [HostPath] = []) -> [HostPath] {
        file.runpath.isEmpty ? Self.expanded(file.rpath, directory) + inherited : inherited
    }

    private static func expanded(_ texts: [String], _ directory: HostPath) -> [HostPath] {
        texts.compactMap { text in
            let text = text.replacing("${ORIGIN}", with: directory.string).replacing("$ORIGIN", with: directory.string)
            // $LIB and $PLATFORM stand for what the linker was built with, which its file does not tell.
            return text.contains("$") ? nil : HostPath(resolvingParents: text)
        }
    }
}

extension HostPath {
    /// A path that may go up by `..`, read as text; `nil` when it is not absolute or leaves the root.
    package init?(resolvingParents text: String) {
        guard text.hasPrefix("/") else { return nil }
        var parts: [Substring] = []
        for part in text.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                return nil
            }
        }
        self.init("/" + parts.joined(separator: "/"))
    }
}
