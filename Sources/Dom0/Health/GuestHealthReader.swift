import Formats
import Glibc
import Model
import SystemPackage

/// Looks for guests that somebody else keeps.
struct GuestHealthReader {
    let root: Root
    let runner: (any CommandRunner)?

    func files(_ specification: Specification) -> GuestHealth {
        var health = GuestHealth()
        let settings = xendomainsSettings
        // xendomains itself has these where its file has none. Source: Xen tools/hotplug/Linux/init.d/sysconfig.xendomains.in.
        health.autoDirectory = settings?.path("XENDOMAINS_AUTO") ?? "/etc/xen/auto"
        health.auto = root.names(in: health.autoDirectory).filter { !$0.hasPrefix(".") }.map {
            GuestHealth.AutoEntry($0, root.resolved(health.autoDirectory / $0))
        }
        health.places = Dictionary(
            specification.guests.compactMap { guest in HostPath(guest.file).map { (guest.file, root.resolved($0)) } },
            uniquingKeysWith: { first, _ in first })
        health.xendomainsStarts = xendomainsStarts
        health.xendomainsRestores = settings?.value(of: "XENDOMAINS_RESTORE")?.text != "false"
        health.saved = saved(in: settings?.path("XENDOMAINS_SAVE") ?? "/var/lib/xen/save")
        health.readableSaves = health.saved.map { $0.filter(root.isReadableByOthers) }
        health.libvirt = libvirt
        let store = GuestStore(root: root)
        for guest in specification.guests {
            // try?: a record that cannot be read is told by status.
            guard let move = (try? store.record(of: guest.name))?.move, move.hold != nil, move.phase != .away else {
                continue
            }
            health.moves[guest.name] = move
        }
        return health
    }

    /// All domains but dom0; none where this is no dom0.
    func domains(_ facts: Facts) async -> Look<[XLList.Domain]> {
        guard let runner else { return .hidden(HealthReader.otherRoot) }
        guard facts.isControlDomain, let running = facts.hypervisor else { return .seen([]) }
        do {
            let xl = try ToolstackChoice.choose("xl", running: running, installed: facts.toolstacks).path
            let host = Host(root: root, runner: runner, clock: ContinuousClock())
            return .seen(try await DomainControl(host: host, xl: xl).list().filter { $0.domid != 0 })
        } catch {
            return .hidden("\(error)")
        }
    }

    /// Those that have the UUID of no guest.
    func foreign(_ domains: [XLList.Domain], _ specification: Specification, _ facts: Facts) -> [XLList.Domain] {
        let store = GuestStore(root: root)
        let ours = Set(
            specification.guests.map { guest in
                // try?: without what was fixed for a run, the UUID is the one that the file gives.
                (try? store.run(of: guest.name))?.uuid ?? guest.uuid(host: facts.machineID ?? "")
            })
        return domains.filter { domain in
            guard !domain.isDying, let uuid = GuestUUID(domain.uuid) else { return false }
            // A device model in a domain of its own belongs to its guest; the store's domain is the host's.
            return !ours.contains(uuid) && !domain.name.hasSuffix("-dm") && domain.name != "Xenstore"
        }
    }

    /// The names of libxl's files, `userdata-KIND.DOMID.UUID.NAME`.
    ///
    /// Source: Xen tools/libs/light/libxl_dom.c, `libxl__userdata_path`.
    func userData() -> Look<[String]> {
        root.look(in: "/var/lib/xen").map { $0.filter { $0.hasPrefix("userdata-") } }
    }

    /// Those of domains that are not there, and were in this boot of the host.
    ///
    /// A host that goes down leaves some, which is no fault: what belongs to a guest of Reeve goes when that starts.
    func stale(_ userData: [String], _ domains: [XLList.Domain]) -> [HostPath] {
        let present = Set(domains.map { "\($0.domid).\($0.uuid)" })
        let boot = root.bootTime ?? 0
        return userData.filter { name in
            let parts = name.split(separator: ".", maxSplits: 3)
            guard parts.count == 4, parts[1] != "0", GuestUUID(String(parts[2])) != nil else { return false }
            return !present.contains("\(parts[1]).\(parts[2])")
        }.map { "/var/lib/xen" / $0 }.filter { root.changed($0) ?? 0 >= boot }
    }

    private var xendomainsSettings: ShellAssignments? {
        let files: [HostPath] = ["/etc/default/xendomains", "/etc/sysconfig/xendomains"]
        return files.lazy.compactMap { root.content($0) }.first.map {
            ShellAssignments(parsing: SourceText(name: "xendomains", bytes: $0))
        }
    }

    private var xendomainsStarts: Bool {
        let unit = "xendomains.service"
        let own: HostPath = "/etc/systemd/system"
        guard root.target(of: own / unit) != "/dev/null", root.isFree(own / "\(unit).d" / "reeve.conf") else {
            return false
        }
        return isEnabled(unit) || isEnabledScript("xendomains")
    }

    /// The links of "systemctl enable".
    private func isEnabled(_ unit: String) -> Bool {
        let own: HostPath = "/etc/systemd/system"
        return ["multi-user.target", "sockets.target", "default.target"].contains { target in
            !root.isFree(own / "\(target).wants" / unit)
        }
    }

    /// The links of "update-rc.d", which systemd-sysv-generator(8) reads where there is no unit of the name.
    private func isEnabledScript(_ name: String) -> Bool {
        guard root.exists("/etc/init.d" / name), !root.exists("/usr/lib/systemd/system" / "\(name).service") else {
            return false
        }
        return ["rc2.d", "rc3.d", "rc4.d", "rc5.d"].contains { level in
            root.names(in: "/etc" / level).contains { $0.hasPrefix("S") && $0.dropFirst(3) == name }
        }
    }

    private func saved(in directory: HostPath) -> Look<[HostPath]> {
        root.look(in: directory).map { names in
            names.map { directory / $0 }.filter { path in
                // Source: Xen tools/xl/xl.h, SAVEFILE_MAGIC.
                root.start(of: path, count: 16) == Array("Xen saved domain".utf8)
            }
        }
    }

    private var libvirt: [GuestHealth.Neighbor] {
        let libraries: [HostPath] = ["/usr/lib", "/usr/lib64"]
        let multiarch = root.names(in: "/usr/lib").filter { $0.hasSuffix("-linux-gnu") }.map {
            HostPath("/usr/lib") / $0
        }
        let hasDriver = (libraries + multiarch).contains {
            root.exists($0 / "libvirt/connection-driver/libvirt_driver_libxl.so")
        }
        guard hasDriver else { return [] }
        return ["libvirtd.service", "libvirtd.socket", "virtxend.service", "virtxend.socket"].compactMap { unit in
            let neighbor = GuestHealth.Neighbor(
                unit, isEnabled: isEnabled(unit), isActive: root.exists("/sys/fs/cgroup/system.slice" / unit))
            return neighbor.isEnabled || neighbor.isActive ? neighbor : nil
        }
    }
}

extension Root {
    /// Whether a file, or what it is a link to, has a permission for others to read it.
    fileprivate func isReadableByOthers(_ path: HostPath) -> Bool {
        var status = stat()
        return stat(self.path(resolved(path)).string, &status) == 0 && status.st_mode & (S_IRGRP | S_IROTH) != 0
    }
}

extension ShellAssignments {
    /// A variable whose value is a path; `nil` when it is not set, is empty or is something else.
    fileprivate func path(_ key: String) -> HostPath? { value(of: key).flatMap { HostPath($0.text) } }
}
