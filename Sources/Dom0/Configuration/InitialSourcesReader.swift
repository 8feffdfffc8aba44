import Formats
import Model

/// Reads what `init` takes over beside the facts.
struct InitialSourcesReader {
    let root: Root
    let directory: HostPath

    func read(_ facts: Facts) -> InitialSources {
        var sources = InitialSources()
        for name in root.names(in: directory) { sources.existing[name] = root.resolved(directory / name) }
        for name in root.names(in: directory / "guests") {
            sources.existing["guests/\(name)"] = root.resolved(directory / "guests" / name)
        }
        sources.variables = variables()
        readGuests(facts, into: &sources)
        if let content = root.content(ModuleRenderer.path), !ModuleRenderer.isRendered(content) {
            sources.modules = ModuleRenderer.names(in: content)
        }
        sources.store = root.text(at: "/etc/xen/oxenstored.conf")
        sources.bridges = BridgeReader(root: root).bridges()
        sources.libvirt = root.names(in: "/etc/libvirt/libxl").filter { $0.hasSuffix(".xml") }.map {
            "/etc/libvirt/libxl" / $0
        }
        sources.enabled = Set(root.names(in: "/etc/systemd/system/multi-user.target.wants"))
        return sources
    }

    /// Of Debian and upstream, of builds that found `/etc/sysconfig`, and of Arch.
    private func variables() -> [Facts.TextFile] {
        let directories: [HostPath] = ["/etc/default", "/etc/sysconfig", "/etc/conf.d"]
        return directories.flatMap { directory in
            ["xen", "xencommons", "xendomains"].compactMap { name in
                root.content(directory / name).map { Facts.TextFile(directory / name, $0) }
            }
        }
    }

    /// Files in `/etc/xen` and one level below, and those that xendomains starts from wherever they are.
    private func readGuests(_ facts: Facts, into sources: inout InitialSources) {
        let automatic = variable("XENDOMAINS_AUTO", sources).flatMap { HostPath($0) } ?? sources.automatic
        sources.automatic = automatic
        var started: [HostPath] = []
        for name in root.names(in: automatic) {
            guard root.exists(automatic / name) else {
                sources.brokenLinks.append(automatic / name)
                continue
            }
            let path = root.resolved(automatic / name)
            if !started.contains(path) { started.append(path) }
        }
        let below = root.names(in: "/etc/xen").filter { !Self.noGuests.contains($0) }.flatMap { directory in
            root.names(in: "/etc/xen" / directory).filter { $0.hasSuffix(".cfg") }.map {
                "/etc/xen" / directory / $0
            }
        }
        var paths = facts.guestFiles
        for path in below + started where !paths.contains(path) && path.parent != directory / "guests" {
            paths.append(path)
        }
        sources.candidates = paths.map { path in
            InitialConfiguration.Candidate(
                path: path,
                document: root.content(path, limit: 16 << 20).map {
                    XLDocument(parsing: SourceText(name: path.string, bytes: $0))
                }, starts: started.contains(path))
        }
        let save = variable("XENDOMAINS_SAVE", sources) ?? "/var/lib/xen/save"
        if let place = HostPath(save) {
            sources.saved = root.names(in: place).map { place / $0 }.filter { root.isFile($0) }
        }
    }

    private static let noGuests = ["auto", "scripts"]

    /// The value of a variable, without what another system leaves at the end of a line.
    private func variable(_ name: String, _ sources: InitialSources) -> String? {
        for file in sources.variables.reversed() {
            let source = SourceText(name: file.path.string, bytes: file.content.filter { $0 != UInt8(ascii: "\r") })
            if let value = ShellAssignments(parsing: source).value(of: name), !value.isExpanded { return value.text }
        }
        return nil
    }
}
