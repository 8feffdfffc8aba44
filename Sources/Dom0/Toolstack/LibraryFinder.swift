import Formats
import Model

/// Finds the libraries that programs need, as the dynamic linker would; nothing is run.
struct LibraryFinder {
    private let root: Root
    private let configured: [HostPath]

    init(root: Root) {
        self.root = root
        configured = Self.configured(root, "/etc/ld.so.conf", depth: 0)
    }

    struct Closure: Equatable {
        /// Where each library was found.
        var libraries: Set<HostPath> = []
        /// What is nowhere, by the file that needs it.
        var missing: [HostPath: [String]] = [:]
    }

    /// Everything that the files need, and what that needs in turn, but for what belongs to the dynamic linker.
    func closure(of files: [HostPath]) -> Closure {
        var closure = Closure()
        var waiting = files.map { (path: $0, inherited: [HostPath]()) }
        var seen = Set(files)
        while let (path, inherited) = waiting.popLast() {
            guard let file = root.elf(path) else { continue }
            let search = LibrarySearch(configured: configured, machine: file.machine)
            let directory = root.real(path).parent
            let places = search.directories(for: file, in: directory, inherited: inherited)
            let handed = search.inheritance(of: file, in: directory, inherited: inherited)
            for name in file.needed where !Self.isLinkersOwn(name) {
                guard let library = find(name, in: places, for: file) else {
                    closure.missing[path, default: []].append(name)
                    continue
                }
                closure.libraries.insert(library)
                if seen.insert(library).inserted { waiting.append((library, handed)) }
            }
        }
        return closure
    }

    private func find(_ name: String, in directories: [HostPath], for file: ELFFile) -> HostPath? {
        let places = name.contains("/") ? [HostPath(name)].compactMap { $0 } : directories.map { $0 / name }
        // A library of another word size is passed over.
        return places.first { place in root.elf(place).map(file.accepts) ?? false }
    }

    /// What comes with the dynamic linker and cannot be of another version than it: it is the host's, always.
    static func isLinkersOwn(_ name: String) -> Bool {
        name.hasPrefix("ld-linux") || glibc.contains { name.hasPrefix("\($0).so.") }
    }

    private static let glibc = [
        "libc", "libm", "libpthread", "libdl", "librt", "libresolv", "libutil", "libnsl", "libanl", "libmvec",
    ]

    private static func configured(_ root: Root, _ file: HostPath, depth: Int) -> [HostPath] {
        // A file that includes itself would go on for ever.
        guard depth < 8, let content = root.content(file, limit: 1 << 16) else { return [] }
        return LinkerConfiguration(parsing: content).lines.flatMap { line -> [HostPath] in
            switch line {
            case .directory(let text): return [HostPath(text)].compactMap { $0 }
            case .include(let pattern):
                return included(root, pattern, beside: file).flatMap { configured(root, $0, depth: depth + 1) }
            }
        }
    }

    private static func included(_ root: Root, _ pattern: String, beside file: HostPath) -> [HostPath] {
        let text = pattern.hasPrefix("/") ? pattern : "\(file.parent)/\(pattern)"
        guard let path = HostPath(text) else { return [] }
        guard let star = path.name.firstIndex(of: "*") else { return [path] }
        let (before, after) = (path.name[..<star], path.name[path.name.index(after: star)...])
        return root.names(in: path.parent).filter {
            $0.hasPrefix(before) && $0.hasSuffix(after) && $0.count >= before.count + after.count
        }.map { path.parent / $0 }
    }
}
