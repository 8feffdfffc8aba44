import Formats
import Glibc
import Model
import SystemPackage

/// Looks for processes of xl that stay with a domain.
///
/// Source: proc(5), cgroups(7).
struct MonitorReader {
    let root: Root
    let runner: any CommandRunner

    /// Those that run as who looks: a process that somebody else calls xl is nobody's monitor.
    func sightings() async -> [MonitorSighting] {
        var found: [MonitorSighting] = []
        lazy var logs = self.logs()
        for pid in root.names(in: "/proc").compactMap({ Int32($0) }).sorted() {
            let place = HostPath("/proc") / "\(pid)"
            guard root.line(place / "comm") == "xl", isOwn(place), let started = started(pid) else { continue }
            let arguments = arguments(of: pid)
            guard let monitor = XLMonitor(arguments: arguments) else { continue }
            let domid = monitor.isForeground ? nil : Self.domid(of: pid, in: logs)
            found.append(
                MonitorSighting(
                    pid: pid, started: started, command: ShownText.escaped(arguments.joined(separator: " ").utf8),
                    watched: watched(place, monitor, domid), keeper: await keeper(place, pid)))
        }
        return found
    }

    /// When it was started, in clock ticks since the boot; `nil` when it is not there, or has ended.
    func started(_ pid: Int32) -> UInt64? {
        guard let stat = root.line("/proc" / "\(pid)" / "stat"), let close = stat.lastIndex(of: ")") else { return nil }
        // From the state on, which is the third of them.
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return UInt64(fields[19])
    }

    private func isOwn(_ place: HostPath) -> Bool {
        var status = stat()
        return lstat(root.path(place).string, &status) == 0 && status.st_uid == geteuid()
    }

    /// What a process was started with, its name included; empty when it is not there.
    func arguments(of pid: Int32) -> [String] {
        (root.content(HostPath("/proc") / "\(pid)" / "cmdline") ?? []).split(
            separator: 0, omittingEmptySubsequences: false
        ).dropLast().map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private func watched(_ place: HostPath, _ monitor: XLMonitor, _ domid: Int?) -> MonitorSighting.Watched {
        if let domid { return .domid(domid) }
        if !monitor.isForeground {
            let outputs = ["1", "2"].lazy.compactMap { root.target(of: place / "fd" / $0) }
            if let name = outputs.compactMap(XLMonitor.domain(ofLog:)).first { return .name(name) }
        }
        if let name = monitor.name ?? name(inFile: monitor.file, place) { return .name(name) }
        return .unknown
    }

    /// All logs of xl, newest first: which of them a process has open, the kernel does not show to a guest's unit, for that
    /// has fewer capabilities than an xl of a login (Linux security/commoncap.c, `cap_ptrace_access_check`).
    private func logs() -> [String] {
        let directory = HostPath("/var/log/xen")
        let names = root.names(in: directory).filter { $0.hasPrefix("xl-") && $0.contains(".log") }
        let logs = names.map { (changed: root.changed(directory / $0) ?? 0, path: directory / $0) }
        return logs.sorted { $0.changed > $1.changed }.map {
            String(decoding: LogFile(path: $0.path, root: root).content(after: GuestRun.LogPosition()), as: UTF8.self)
        }
    }

    /// An older log may tell of an earlier process of the same pid.
    private static func domid(of pid: Int32, in logs: [String]) -> Int? {
        logs.lazy.compactMap { XLMonitor.domid(inLog: $0, pid: pid) }.first
    }

    /// The name in the file that it was given; the file may have changed since.
    private func name(inFile file: String?, _ place: HostPath) -> String? {
        guard let file else { return nil }
        let path = file.hasPrefix("/") ? file : root.target(of: place / "cwd").map { "\($0)/\(file)" }
        guard let content = path.flatMap({ HostPath($0) }).flatMap({ root.content($0) }) else { return nil }
        return XLDocument(parsing: SourceText(name: file, bytes: content))["name"]?.value.text
    }

    private func keeper(_ place: HostPath, _ pid: Int32) async -> MonitorSighting.Keeper {
        let units = units(place)
        guard let unit = units.last else { return .nobody }
        // The manager of a user is not asked.
        let isUsers = units.count > 1 && units.contains { $0.hasPrefix("user@") }
        let facts = unit.hasSuffix(".service") && !isUsers ? await serviceFacts(unit) : nil
        return MonitorSighting.Keeper(unit: unit, pid: pid, facts: facts)
    }

    /// The unit in whose control group a process is.
    func unit(of pid: Int32) -> String? { units(HostPath("/proc") / "\(pid)").last }

    /// Services and scopes in the path of its control group, outer ones first.
    ///
    /// With control groups of version 1, only systemd's own hierarchy has them.
    private func units(_ place: HostPath) -> [String] {
        let lines = String(decoding: root.content(place / "cgroup") ?? [], as: UTF8.self).split(separator: "\n")
        let path =
            (lines.first { $0.contains(":name=systemd:") } ?? lines.first { $0.hasPrefix("0::") })?
            .split(separator: ":", maxSplits: 2).last ?? ""
        return path.split(separator: "/").filter { $0.hasSuffix(".service") || $0.hasSuffix(".scope") }.map(String.init)
    }

    /// `nil` where systemd does not tell.
    private func serviceFacts(_ unit: String) async -> ServiceFacts? {
        guard !unit.hasPrefix("reeve-guest@"), unit != "xendomains.service" else { return nil }
        // try?: a service of which nothing is known is taken for one that keeps the domain.
        let output = try? await runner.output(
            of: Command("systemctl", "show", "--property=MainPID,Type", "--", unit), timeout: .seconds(30))
        let values = UnitStates.blocks(String(decoding: output ?? [], as: UTF8.self))[0]
        guard let pid = values["MainPID"].flatMap({ Int32($0) }), let type = values["Type"], !type.isEmpty else {
            return nil
        }
        return ServiceFacts(mainPID: pid, type: type)
    }
}
