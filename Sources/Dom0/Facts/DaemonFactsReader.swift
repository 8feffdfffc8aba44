import Formats
import Model

/// Reads what the store and the daemons of a host are told, and which store runs.
struct DaemonFactsReader {
    let root: Root

    func facts(for host: HostSpecification) -> DaemonFacts {
        DaemonFacts(
            oxenstored: root.text(at: "/etc/xen/oxenstored.conf"), variables: Self.variables.compactMap(root.text),
            runningStore: runningStore, loopOptions: loopOptions,
            missing: Set(DaemonFacts.named(by: host).filter { !root.isFile($0) }))
    }

    private static let variables: [HostPath] = ["/etc/default", "/etc/sysconfig", "/etc/conf.d"].flatMap { directory in
        [HostPath]([directory / "xen", directory / "xencommons", directory / "xendomains"])
    }

    /// The process whose number a xenstored wrote, or the domain.
    private var runningStore: StoreType? {
        // Of upstream's launch-xenstore and our own unit; of Debian's init script.
        for path: HostPath in ["/run/xen/xenstored.pid", "/run/xenstore.pid"] {
            guard let text = root.line(path) else { continue }
            if text.hasPrefix("domid:") { return .domain }
            guard let number = Int(text.filter { $0 != " " }), let name = root.line("/proc" / "\(number)" / "comm"),
                let type = StoreType(program: name)
            else { continue }
            return type
        }
        return nil
    }

    private var loopOptions: [Facts.TextFile] {
        var seen: Set<String> = []
        let directories: [HostPath] = ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"]
        return directories.flatMap { directory -> [Facts.TextFile] in
            let files = directory / "modprobe.d"
            return root.names(in: files).compactMap { name in
                let path = files / name
                guard name.hasSuffix(".conf"), path != ModuleOptionsRenderer.path, seen.insert(name).inserted,
                    let file = root.text(at: path), file.content.contains(Array("max_loop".utf8))
                else { return nil }
                return file
            }
        }
    }
}
