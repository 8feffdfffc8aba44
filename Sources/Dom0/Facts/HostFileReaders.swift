import Formats
import Model

/// Finds which modules each installed kernel has.
struct KernelReader {
    let root: Root

    /// Kernels with a list of modules, in the order of their releases; only the wanted names are kept.
    func kernels(lookingFor wanted: Set<String>) -> [Facts.Kernel] {
        root.names(in: "/lib/modules").compactMap { release -> Facts.Kernel? in
            let directory = HostPath("/lib/modules") / release
            // Debian's largest is 1.5 MB; 32 MiB would be a file of something else.
            guard let dependencies = root.content(directory / "modules.dep", limit: 32 << 20) else { return nil }
            let builtIn = root.content(directory / "modules.builtin", limit: 32 << 20) ?? []
            let modules = KernelModules(
                builtin: SourceText(name: "modules.builtin", bytes: builtIn),
                dependencies: SourceText(name: "modules.dep", bytes: dependencies))
            return Facts.Kernel(
                release: release, isBootable: root.exists("/boot" / "vmlinuz-\(release)"),
                loadable: wanted.filter { modules.presence(of: $0) == .loadable },
                builtIn: wanted.filter { modules.presence(of: $0) == .builtin })
        }
    }
}

/// Reads the lists of modules to load at boot, each name once in systemd's order of precedence.
struct ModuleListReader {
    let root: Root

    /// `xen.conf` in `/etc` is what Reeve writes itself: the one that it hides is read instead.
    func lists() -> [Facts.TextFile] {
        var seen: Set<String> = []
        var files: [Facts.TextFile] = []
        let directories: [HostPath] = ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"]
        for directory in directories {
            let lists = directory / "modules-load.d"
            for name in root.names(in: lists) where name.hasSuffix(".conf") {
                guard !(directory == "/etc" && name == "xen.conf"), seen.insert(name).inserted,
                    let file = root.text(at: lists / name)
                else { continue }
                files.append(file)
            }
        }
        return files
    }
}

/// Reads the rules of udev that name something of Xen's.
struct DeviceRulesReader {
    let root: Root

    func files() -> [Facts.TextFile] {
        var seen: [String: HostPath] = [:]
        let directories: [HostPath] = ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"]
        var files: [Facts.TextFile] = []
        for directory in directories {
            let rules = directory / "udev/rules.d"
            for name in root.names(in: rules) where name.hasSuffix(".rules") {
                let path = rules / name
                // A copy in /etc that Reeve wrote hides what it was made from, which has to be seen again.
                if let first = seen[name], !isOurs(first) { continue }
                seen[name] = path
                guard let file = root.text(at: path), file.content.contains(xen), !isOverride(path) else { continue }
                files.append(file)
            }
        }
        return files
    }

    private let xen = Array("xen".utf8)

    private func isOurs(_ path: HostPath) -> Bool {
        root.target(of: path) == "/dev/null" || isOverride(path)
    }

    /// Whether a file in `/etc` only hides one of the same name elsewhere.
    private func isOverride(_ path: HostPath) -> Bool {
        guard path.string.hasPrefix("/etc/"), let content = root.content(path) else { return false }
        return content.contains(Array("# reeve: ".utf8))
            && ["/usr/local/lib", "/usr/lib", "/lib"].contains {
                root.exists(HostPath($0 + "/udev/rules.d/" + path.name) ?? path)
            }
    }
}

/// Reads what GRUB is told about Xen.
struct GRUBReader {
    let root: Root

    /// `nil` where GRUB's configuration is not generated: no `/etc/default/grub`, or no grub-mkconfig.
    func settings() -> Facts.GRUB? {
        guard root.exists("/etc/default/grub"),
            ["/usr/sbin/update-grub", "/usr/sbin/grub-mkconfig", "/usr/sbin/grub2-mkconfig"].contains(where: {
                root.exists($0)
            })
        else { return nil }
        let assignments = Self.assignments(in: files.filter { $0.name != "zz-reeve.cfg" }, root)
        let names = ["GRUB_CMDLINE_XEN", "GRUB_CMDLINE_XEN_DEFAULT"]
        return Facts.GRUB(
            xen: words(names[0], assignments), xenDefault: words(names[1], assignments),
            computed: names.filter { name in assignments.contains { $0.key == name && isComputed($0) } })
    }

    /// What grub-mkconfig takes its settings from, in its order.
    ///
    /// Source: GRUB util/grub-mkconfig.in; `grub.d` is Debian's.
    var files: [HostPath] {
        let directory: HostPath = "/etc/default/grub.d"
        return
            (["/etc/default/grub"] + root.names(in: directory).filter { $0.hasSuffix(".cfg") }.map { directory / $0 })
            .filter { root.exists($0) }
    }

    /// The assignments of several files, one after the other.
    static func assignments(in files: [HostPath], _ root: Root) -> [ShellAssignment] {
        files.flatMap { file in
            root.content(file).map { ShellAssignments(parsing: SourceText(name: file.string, bytes: $0)).assignments }
                ?? []
        }
    }

    /// Whether a shell puts more into a value than what stood before.
    private func isComputed(_ assignment: ShellAssignment) -> Bool {
        guard assignment.value.isExpanded else { return false }
        let rest = assignment.value.text.replacing("${\(assignment.key)}", with: "")
            .split(separator: " ").filter { $0 != "$\(assignment.key)" }
        return rest.contains { $0.contains("$") || $0.contains("`") }
    }

    /// The words of a variable after all assignments, of which one may begin with what stood before (`$NAME`).
    private func words(_ key: String, _ assignments: [ShellAssignment]) -> [String] {
        assignments.filter { $0.key == key }.reduce(into: [String]()) { words, assignment in
            let before = words
            words = assignment.value.text.split(separator: " ").flatMap { word in
                word == "$\(key)" || word == "${\(key)}" ? before : [String(word)]
            }
        }
    }
}
