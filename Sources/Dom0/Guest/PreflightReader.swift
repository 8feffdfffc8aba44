import Formats
import Glibc
package import Model
import SystemPackage

/// Looks at dom0 for what a guest needs.
package struct PreflightReader: Sendable {
    private let machine: GuestMachine
    private let name: GuestName

    /// `name` is the guest's, whose own domain is no obstacle to it.
    package init(machine: GuestMachine, name: GuestName) {
        self.machine = machine
        self.name = name
    }

    private var host: Host { machine.host }
    private var root: Root { machine.host.root }

    package func facts(for guest: GuestSpecification, needs: GuestNeeds) async throws -> GuestPreflightFacts {
        var facts = GuestPreflightFacts()
        let devices = needs.devices
        for path in devices.disks.compactMap(\.target) + devices.files.map(\.path) {
            let place = place(path)
            facts.places[path] = place
            if place == .absent { facts.neighbors[path] = root.names(in: path.parent) }
        }
        for script in (devices.interfaces.map(\.script) + devices.disks.map(\.script)).compactMap({ $0 }) {
            facts.scriptFaults[script] = fault(of: script)
        }
        let disks = DiskReader(root: root)
        for target in devices.disks.compactMap(\.target) { facts.disks[target] = disks.look(at: target) }
        lookAtOthers(&facts, disks)
        if let kernel = devices.files.first(where: { $0.key == "kernel" })?.path, needs.bootLoader == nil {
            facts.kernel = await KernelReading(host: host, name: name).look(at: kernel)
        }
        lookAtHost(&facts, guest, needs)
        try await lookAtWhatPasses(&facts)
        return facts
    }

    /// Memory and interfaces of a guest that was just destroyed go within seconds.
    func lookAtWhatPasses(_ facts: inout GuestPreflightFacts) async throws {
        let interfaces = NetworkFactsReader(root: root).interfaces()
        facts.bridges = interfaces.filter(\.isBridge).map(\.name)
        facts.interfaces = interfaces.filter { !$0.isBridge }.map(\.name)
        try await lookAtXen(&facts)
    }

    private func place(_ path: HostPath) -> GuestPreflightFacts.Place {
        var status = stat()
        guard stat(root.path(path).string, &status) == 0 else { return .absent }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFBLK: return .blockDevice
        case S_IFDIR: return .other("a directory")
        default: return .other("neither a file nor a block device")
        }
    }

    private func fault(of script: HostPath) -> GuestPreflightFacts.ScriptFault? {
        guard root.exists(script) else {
            // Where Xen's own are not at all, xl is built to look elsewhere.
            return script.parent == GuestNetworkDefaults().scriptDirectory && !root.exists(script.parent)
                ? nil : .absent
        }
        guard access(root.path(script).string, X_OK) == 0 else { return .notExecutable }
        guard let interpreter = Shebang(root.start(of: script, count: 256))?.interpreter else { return nil }
        return root.exists(interpreter) ? nil : .noInterpreter(interpreter.string)
    }

    /// What other domains have, as the store says, and other guests that are being built, as their recipes say.
    private func lookAtOthers(_ facts: inout GuestPreflightFacts, _ disks: DiskReader) {
        facts.diskUses = GuestClaims(root: root, disks: disks).uses(besides: name)
        do {
            let holdings = try machine.openStore().holdings()
            // Some disks of a guest that is being built are in the store already.
            facts.diskUses.removeAll { claimed in
                holdings.disks.contains { $0.holder.name == claimed.holder.name && $0.device == claimed.device }
            }
            facts.diskUses += holdings.disks.compactMap { disk in
                disks.look(at: disk.target).map {
                    DiskUse(disk.holder, device: disk.device, isWritable: disk.isWritable, look: $0)
                }
            }
            facts.addresses = holdings.addresses
        } catch {
            facts.unseen.append("disks and MAC addresses of running domains: \(error)")
        }
    }

    /// Only what other guests have or will write to, and what this one would.
    func claims(on devices: GuestDevices) -> GuestPreflightFacts {
        var facts = GuestPreflightFacts()
        let disks = DiskReader(root: root)
        for target in devices.disks.compactMap(\.target) {
            facts.disks[target] = disks.look(at: target)
        }
        lookAtOthers(&facts, disks)
        return facts
    }

    private func lookAtHost(
        _ facts: inout GuestPreflightFacts, _ guest: GuestSpecification, _ needs: GuestNeeds
    ) {
        let places = HostPlaces(root: root, xl: machine.xl)
        facts.missingPrograms = Set(needs.devices.programs.filter { !places.hasScriptProgram($0) })
        facts.missingModules = Set(needs.devices.modules.filter { !places.hasBackend($0) })
        facts.lacksBootLoader = needs.bootLoader.map { !places.hasBootLoader($0) } ?? false
        facts.hasLoopDevices = places.hasLoopDevices
        facts.logDirectory = places.logDirectory
        for device in needs.devices.pciDevices { facts.pciDevices[device.address] = .some(places.pci(device.address)) }
        let toolstacks = ToolstackReader(root: root)
        // A QEMU of the guest's own is looked for as a file.
        if guest.text(of: "device_model_override") == nil, let running = toolstacks.running()?.version {
            facts.ability = GuestAbility(of: guest, stacks: toolstacks.installed(), running: running)
        }
    }

    /// What `xl info` says, and what dom0 has of the memory.
    private func lookAtXen(_ facts: inout GuestPreflightFacts) async throws {
        let information = try await machine.domains.information()
        facts.virtualization = information.virtualization
        guard let free = information.freeMemory else { return }
        let dom0 = try await machine.domains.list().first { $0.domid == 0 }?.memory
        facts.freeMemory = GuestPreflightFacts.Memory(
            free: free, canBalloon: balloons(information.commandLine ?? ""), dom0: dom0)
    }

    /// Source: xl.conf(5), `autoballoon`: "auto" is on unless Xen's command line fixes dom0's memory.
    private func balloons(_ commandLine: String) -> Bool {
        // try?: without the file, xl has its defaults.
        let bytes = (try? FileReader.read(root.path("/etc/xen/xl.conf"))) ?? []
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
