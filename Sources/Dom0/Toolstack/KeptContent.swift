import Formats
import Model
import SystemPackage

/// What belongs into the copy of a toolstack: which file, in which layer, and what is written of it.
struct KeptContent {
    struct File: Equatable {
        var layer: KeptLayer
        /// Where it stands on the host, and below the layer; no directory on the way is a link.
        var path: HostPath
        /// What is written instead of the file's own content.
        var replaced: [UInt8]?
    }

    private(set) var files: [HostPath: File] = [:]
    private(set) var shared: [String] = []

    private let root: Root
    private let stack: Toolstack

    init(of stack: Toolstack, root: Root) throws(KeepError) {
        self.root = root
        self.stack = stack
        addPrograms()
        addPython()
        addQEMU()
        addScripts()
        try addLibraries()
    }

    /// Whole directories that are Xen's own; of those that others share, what is Xen's by its name.
    private mutating func addPrograms() {
        for directory in stack.directories {
            if directory.string.contains("xen") {
                addTree(root.real(directory.parent), .over)
                continue
            }
            for name in root.names(in: directory)
            where ToolstackPrograms.names.contains(name) || name.hasPrefix("xen") {
                // Debian's are links to a script that looks for the version itself.
                if root.target(of: directory / name)?.contains("xen-common/") != true { add(directory / name, .over) }
            }
            let libraries = directory.parent / "lib"
            for name in ["xenfsimage", "fs"] { addTree(root.real(libraries / name), .over) }
        }
    }

    /// Xen's modules for Python, and the Python that they were built for: pygrub needs both.
    private mutating func addPython() {
        for prefix in Set(stack.directories.map(\.parent)) {
            for name in root.names(in: prefix / "lib") where name.hasPrefix("python3") {
                for packages in ["site-packages", "dist-packages"] {
                    let directory = prefix / "lib" / name / packages
                    for module in root.names(in: directory) where Self.isXensModule(module) {
                        addTree(root.real(directory / module), .over)
                    }
                }
            }
        }
        guard let pygrub = stack.programs["pygrub"], let named = Shebang(root.content(root.real(pygrub)))?.python else {
            return
        }
        let python = root.real(named)
        guard root.isFile(python) else { return }
        add(python, .under)
        addTree(
            root.real(python.parent.parent / "lib" / python.name), .under, skipping: Self.pythonParts)
        shared.append("Python modules of other packages than Python's own")
        // A newer python3 cannot load the modules: scripts name the one that can.
        for (path, file) in files where file.layer == .over && file.replaced == nil {
            guard let content = root.content(path, limit: 1 << 20), let shebang = Shebang(content),
                let wanted = shebang.python, root.real(wanted) == python
            else { continue }
            files[path]?.replaced = shebang.naming(python, in: content)
        }
    }

    private mutating func addQEMU() {
        guard stack.qemuVersion == stack.version, let qemu = stack.programs[Toolstack.qemu] else {
            // One of another version may stand among the programs.
            if let other = stack.programs[Toolstack.qemu] { files[root.real(other)] = nil }
            shared.append("QEMU: there is none of Xen \(stack.version?.description ?? "?"), so no HVM guests")
            return
        }
        let program = root.real(qemu)
        files[program] = nil
        add(program, .qemu)
        for place in ToolstackPrograms.qemuData { addTree(root.real(place), .qemu, largest: 4 << 20) }
    }

    /// The admin may change scripts: the host's count as long as they are there, but for what names Xen's programs.
    private mutating func addScripts() {
        let directory = HotplugPaths.file.parent
        addTree(root.real(directory), .under)
        let path = root.real(HotplugPaths.file)
        guard let content = root.content(path, limit: 1 << 16), let libexec = stack.directories.first else { return }
        files[path] = File(
            layer: .over, path: path,
            replaced: stack.directories.contains { $0 == HotplugPaths.libexec(in: content) }
                ? nil : HotplugPaths.rewritten(content, libexec: libexec))
    }

    private mutating func addLibraries() throws(KeepError) {
        let closure = LibraryFinder(root: root).closure(of: files.keys.sorted())
        let essential = Set(stack.programs.values.map { root.real($0) })
        // A module of Python for graphics, as an example, may lack its library on the host as well.
        let missing = closure.missing.filter { essential.contains($0.key) || closure.libraries.contains($0.key) }
        guard missing.isEmpty else { throw .librariesMissing(missing) }
        for library in closure.libraries {
            let path = root.real(library.parent) / library.name
            if files[path] == nil { files[path] = File(layer: .under, path: path) }
        }
        shared.append("glibc, whose newer versions serve older programs")
    }

    private mutating func add(_ path: HostPath, _ layer: KeptLayer) {
        let place = root.real(path.parent) / path.name
        if files[place] == nil { files[place] = File(layer: layer, path: place) }
    }

    private mutating func addTree(
        _ path: HostPath, _ layer: KeptLayer, skipping: Set<String> = [], largest: Int = .max, depth: Int = 0
    ) {
        guard depth < 16, !skipping.contains(path.name) else { return }
        // Python's own static library, for who builds against it.
        if !skipping.isEmpty, path.name.hasPrefix("config-3") { return }
        if root.isFile(path) {
            if largest == .max || root.size(path) <= largest { add(path, layer) }
        } else if FileStatus.isDirectory(root.path(path)) {
            for name in root.names(in: path) {
                addTree(path / name, layer, skipping: skipping, largest: largest, depth: depth + 1)
            }
        }
    }

    private static func isXensModule(_ name: String) -> Bool {
        ["xen", "grub"].contains(name) || name.hasPrefix("xenfsimage") || name.hasPrefix("fsimage")
    }

    /// What no boot loader needs of Python.
    private static let pythonParts: Set<String> = [
        "test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "dist-packages", "site-packages",
        "__pycache__", "pydoc_data", "distutils", "unittest", "sqlite3", "asyncio",
    ]
}
