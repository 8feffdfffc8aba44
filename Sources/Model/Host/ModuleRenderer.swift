import Formats

/// Renders which kernel modules are loaded at boot: only names that every kernel has, for systemd calls the host
/// degraded over one that is missing.
///
/// Source: modules-load.d(5); a file in `/etc` hides one of the same name below `/usr/lib`.
enum ModuleRenderer {
    static let path: HostPath = "/etc/modules-load.d/xen.conf"

    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        guard !facts.toolstacks.isEmpty else { return Rendering() }
        var rendering = Rendering()
        var list = List(kernels: facts.bootableKernels)
        for name in minimum { list.add(name, wantedBy: nil) }
        for file in facts.moduleLists where file.path.name == path.name && file.path != path {
            for name in names(in: file.content) { list.add(name, wantedBy: file.path.string) }
        }
        for name in host.modules { list.add(name, wantedBy: "host.conf") }
        let text =
            ["# Written by reeve apply: modules that Xen's tools need, of those that the kernels here have."]
            + list.names
        rendering.tree[path] = DesiredNode(
            .text(text.joined(separator: "\n") + "\n"), why: why(list, facts))
        rendering.notes += list.notes

        for file in facts.moduleLists where file.path.name != path.name {
            guard let node = cleaned(file) else { continue }
            let place =
                file.path.parent == "/etc/modules-load.d" || file.path.string.hasPrefix("/etc/")
                ? file.path : path.parent / file.path.name
            rendering.tree[place] = node
        }
        return rendering
    }

    /// What Xen's tools need; backends come by themselves, through the alias `xen-backend:*` of their devices.
    private static let minimum = [
        "xen-privcmd", "xen-evtchn", "xen-gntdev", "xen-gntalloc", "xenfs", "xen-acpi-processor",
    ]

    private static func why(_ list: List, _ facts: Facts) -> String {
        let kernels = facts.bootableKernels.map(\.release)
        var why =
            kernels.isEmpty
            ? "modules that Xen needs" : "modules that Xen needs and \(kernels.joined(separator: ", ")) can load"
        if let hidden = facts.moduleLists.first(where: { $0.path.name == path.name && $0.path != path }) {
            why += "; takes the place of \(hidden.path)"
            if !list.dropped.isEmpty { why += ", whose \(list.dropped.joined(separator: ", ")) no kernel has any more" }
        }
        return why
    }

    /// The names in a file of modules-load.d(5).
    private static func names(in content: [UInt8]) -> [String] {
        lines(content).filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix(";") }
    }

    private static func lines(_ content: [UInt8]) -> [String] {
        content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            String(decoding: line.drop { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
        }.map { String($0.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed()) }
    }

    /// A list with old names of Xen's modules made comments; `nil` when it has none.
    ///
    /// What was cleaned before stays wanted: the mark shows it.
    private static func cleaned(_ file: Facts.TextFile) -> DesiredNode? {
        var found: [String] = []
        var isMarked = false
        let kept = file.content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            let name = lines(Array(line)).first ?? ""
            if name.hasPrefix(mark) { isMarked = true }
            guard ModuleNames.isOld(name) else { return Array(line) }
            found.append(name)
            return Array("\(mark)\(name)".utf8)
        }
        guard isMarked || !found.isEmpty else { return nil }
        return DesiredNode(
            .file(content: Array(kept.joined(separator: [UInt8(ascii: "\n")])), mode: 0o644),
            why: found.isEmpty
                ? "old names of Xen's modules stay out" : "no kernel has \(found.joined(separator: ", ")) any more")
    }

    private static let mark = "# reeve: no such module: "
}

extension ModuleRenderer {
    /// The list as it grows; each name once, in the order in which it was wanted.
    fileprivate struct List {
        let kernels: [Facts.Kernel]
        private(set) var names: [String] = []
        private(set) var notes: [String] = []
        /// Names of the distribution's list that stand for nothing any more.
        private(set) var dropped: [String] = []
        private var seen: Set<String> = []

        init(kernels: [Facts.Kernel]) { self.kernels = kernels }

        /// - Parameter file: who wants it; `nil` when it is one that we want ourselves.
        mutating func add(_ wanted: String, wantedBy file: String?) {
            var name = wanted
            if let successor = ModuleNames.successor(of: wanted) {
                if file != "host.conf" { dropped.append(wanted) }
                guard let successor else {
                    if file == "host.conf" {
                        notes.append("module \(wanted) of host.conf is left out: nothing took its place")
                    }
                    return
                }
                if file == "host.conf" { notes.append("module \(wanted) of host.conf is called \(successor) today") }
                name = successor
            }
            let normalized = Facts.normalized(module: name)
            guard seen.insert(normalized).inserted else { return }
            guard !kernels.isEmpty else { return names.append(name) }
            let lacking = kernels.filter { !$0.loadable.contains(normalized) && !$0.builtIn.contains(normalized) }
            guard lacking.isEmpty else {
                let releases = lacking.map(\.release).joined(separator: ", ")
                notes.append("module \(name) is left out: \(releases) does not have it")
                return
            }
            // What every kernel has built in needs no line.
            if kernels.contains(where: { $0.loadable.contains(normalized) }) { names.append(name) }
        }
    }
}

extension Facts {
    /// The kernels that could be booted as dom0's; all of them when none has an image in `/boot`.
    var bootableKernels: [Kernel] {
        let bootable = kernels.filter(\.isBootable)
        return bootable.isEmpty ? kernels : bootable
    }

    /// The modules that a reader of facts has to look for in each kernel, normalized.
    package static func modulesOfInterest(_ host: HostSpecification, lists: [TextFile]) -> Set<String> {
        ModuleRenderer.wantedNames(host, lists)
    }
}

extension ModuleRenderer {
    fileprivate static func wantedNames(_ host: HostSpecification, _ lists: [Facts.TextFile]) -> Set<String> {
        let listed = lists.filter { $0.path.name == path.name }.flatMap { names(in: $0.content) }
        return Set(
            (minimum + listed + host.modules).compactMap { name in
                switch ModuleNames.successor(of: name) {
                case .none: Facts.normalized(module: name)
                case .some(let successor): successor.map { Facts.normalized(module: $0) }
                }
            })
    }
}
