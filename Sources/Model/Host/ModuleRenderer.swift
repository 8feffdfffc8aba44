import Formats

/// Renders which kernel modules are loaded at boot: only names that every kernel has, for systemd calls the host
/// degraded over one that is missing.
///
/// Source: modules-load.d(5); a file in `/etc` hides one of the same name below `/usr/lib`.
package enum ModuleRenderer {
    package static let path: HostPath = "/etc/modules-load.d/xen.conf"

    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        guard !facts.toolstacks.isEmpty else { return Rendering() }
        var rendering = Rendering()
        var list = List(kernels: facts.bootableKernels)
        for name in minimum { list.add(name, wantedBy: nil) }
        for file in facts.moduleLists where file.path.name == path.name && file.path != path {
            for name in names(in: file.content) { list.add(name, wantedBy: file.path.string) }
        }
        for name in host.modules { list.add(name, wantedBy: "host.conf") }
        rendering.tree[path] = DesiredNode(
            .text(ModulesLoad(comment: heading, modules: list.names).text), why: why(list, facts))
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
    package static func names(in content: [UInt8]) -> [String] {
        ModulesLoad(parsing: SourceText(name: "", bytes: content)).modules
    }

    /// Whether Reeve wrote the file.
    package static func isRendered(_ content: [UInt8]) -> Bool { content.starts(with: Array("# \(heading)\n".utf8)) }

    /// A list with old names of Xen's modules made comments; `nil` when it has none.
    ///
    /// What was cleaned before stays wanted: the mark shows it.
    private static func cleaned(_ file: Facts.TextFile) -> DesiredNode? {
        let list = ModulesLoad(parsing: SourceText(name: file.path.string, bytes: file.content))
        let found = list.modules.filter { XenModule.named($0)?.isOutdated ?? false }
        guard !found.isEmpty || file.content.contains(Array(mark.utf8)) else { return nil }
        let cleaned = list.commentingOut(mark: mark) { found.contains($0) }
        return DesiredNode(
            .file(content: cleaned.bytes, mode: 0o644),
            why: found.isEmpty
                ? "old names of Xen's modules stay out" : "no kernel has \(found.joined(separator: ", ")) any more")
    }

    private static let heading =
        "Written by reeve apply: modules that Xen's tools need, of those that the kernels here have."
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

        /// Adds a module that `file` wants; `nil` is ourselves.
        mutating func add(_ wanted: String, wantedBy file: String?) {
            var name = wanted
            if let known = XenModule.named(wanted), known.isOutdated {
                if file != "host.conf" { dropped.append(wanted) }
                guard let successor = known.today else {
                    if file == "host.conf" {
                        notes.append("module \(wanted) of host.conf is left out: \(known.why)")
                    }
                    return
                }
                if file == "host.conf" { notes.append("module \(wanted) of host.conf is called \(successor) today") }
                name = successor
            }
            let normalized = KernelModules.normalized(name)
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
            (minimum + listed + host.modules + host.moduleOptions.map(\.module)).compactMap { name in
                (XenModule.named(name).map(\.today) ?? name).map { KernelModules.normalized($0) }
            })
    }
}
