import Formats
import Glibc
package import Model
import SystemPackage

/// Looks at dom0 for what a guest needs.
package struct PreflightReader: Sendable {
    private let host: Host
    private let xl: HostPath

    package init(host: Host, xl: HostPath) {
        self.host = host
        self.xl = xl
    }

    package func facts(for devices: GuestDevices) async throws -> GuestPreflightFacts {
        var facts = GuestPreflightFacts()
        for interface in NetworkFactsReader(root: host.root).interfaces() {
            if interface.isBridge {
                facts.bridges.append(interface.name)
            } else {
                facts.interfaces.append(interface.name)
            }
        }
        for path in devices.disks.compactMap(\.target) + devices.files.map(\.path) {
            let place = place(path)
            facts.places[path] = place
            if place == .absent { facts.neighbors[path] = host.root.names(in: path.parent) }
        }
        for script in devices.interfaces.compactMap(\.script)
        where access(host.root.path(script).string, X_OK) != 0 {
            facts.unusableScripts.insert(script)
        }
        facts.freeMemory = try await memory()
        return facts
    }

    private func place(_ path: HostPath) -> GuestPreflightFacts.Place {
        var status = stat()
        guard stat(host.root.path(path).string, &status) == 0 else { return .absent }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFBLK: return .blockDevice
        case S_IFDIR: return .other("a directory")
        default: return .other("neither a file nor a block device")
        }
    }

    /// What `xl info` says; `nil` when it does not say it.
    private func memory() async throws -> GuestPreflightFacts.Memory? {
        let output = try await host.runner.output(of: Command(xl, "info"), timeout: .seconds(60))
        var values: [String: String] = [:]
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            values[parts[0].filter { $0 != " " }] = String(parts[1].drop { $0 == " " })
        }
        guard let free = values["free_memory"].flatMap({ Int($0) }) else { return nil }
        return GuestPreflightFacts.Memory(free: free, canBalloon: balloons(values["xen_commandline"] ?? ""))
    }

    /// Source: xl.conf(5), `autoballoon`: "auto" is on unless Xen's command line fixes dom0's memory.
    private func balloons(_ commandLine: String) -> Bool {
        // try?: without the file, xl has its defaults.
        let bytes = (try? FileReader.read(host.root.path("/etc/xen/xl.conf"))) ?? []
        let document = XLDocument(parsing: SourceText(name: "/etc/xen/xl.conf", bytes: bytes))
        let setting = document.settings.last { $0.key == "autoballoon" }
        guard case .atom(let value)? = setting?.value.value else { return !commandLine.contains("dom0_mem=") }
        switch String(decoding: value, as: UTF8.self) {
        case "on", "1": return true
        case "off", "0": return false
        default: return !commandLine.contains("dom0_mem=")
        }
    }
}
