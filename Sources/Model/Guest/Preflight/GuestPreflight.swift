package import Formats

/// Why a guest would fail to start, found before it is tried.
///
/// xl finds the same out one by one, after seconds, in the words of its hotplug scripts, and then destroys the evidence.
/// An obstacle is what is sure to fail, and what is sure to destroy a disk that two write to. All that may work is left to
/// xl, with a warning.
///
/// What can go wrong, and who says it first: `check` reads the files alone, `doctor` looks at the host and all guests,
/// `prepare` is this, and ``StartFailure`` reads what xl left behind.
/// ```
///  what                                    said by
///  bridge missing, or no bridge            prepare, doctor (bridge-missing)
///  a program of a hotplug script missing   prepare
///  netback or blkback not there            prepare; doctor (kernel-config)
///  xenstored, xenconsoled not running      the unit's order; prepare asks Xen first; doctor (system-degraded)
///  bridge or disk later than the guest     the unit's order (GuestUnit)
///  name of the interface taken             prepare; check within one guest
///  name of the interface too long          check
///  packet filter drops what is forwarded   doctor (bridge-forward): the guest starts all the same
///  MAC address used twice                  check, doctor (macs-shared); prepare warns: on two networks it is none
///  MTU of vif and bridge differ            nobody: it fails nothing, and may be meant
///  disk missing                            prepare
///  disk mounted or swap in dom0            prepare, where both write; else xl's own script
///  disk of another guest, qcow2 too        check, doctor (disks-shared); prepare for running guests and those being
///                                          built, where both write; else xl's own script
///  guest started twice                     prepare, by UUID and a lock
///  no loop device                          prepare
///  disk read-only                          prepare, where it is sure to fail
///  format is not what is declared          prepare; an image that is declared raw it warns of
///  script missing, not executable          prepare
///  slow storage                            only after it failed: nobody knows beforehand
///  /var/log/xen missing or full            prepare; doctor (directories-missing, directories-full)
///  boot loader finds no kernel             only after it failed: a guest's file system is not read twice, as root
///  pygrub not there                        prepare
///  PV or PVH without a kernel              check
///  kernel without PV or PVH, or unreadable prepare, by the configuration beside it or by unpacking it
///  memory                                  prepare; doctor (memory-overcommitted)
///  name or UUID taken                      prepare (GuestRecovery); check within the files
///  PCI device not assignable               prepare
///  QEMU missing                            prepare warns: xl alone knows where it looks; doctor (toolstack-guests)
///  libvirt keeps domains too               doctor (libvirt)
/// ```
package struct GuestPreflight: Sendable, Equatable {
    /// Each stops the start.
    package var obstacles: [String]
    /// Each is worth a line in the journal.
    package var warnings: [String]
    /// How many of the obstacles may go by themselves within seconds, when a domain that was just destroyed is gone.
    package var passing = 0

    /// Whether a moment's wait may do.
    package var mayPass: Bool { !obstacles.isEmpty && passing == obstacles.count }

    package init(obstacles: [String] = [], warnings: [String] = []) {
        self.obstacles = obstacles
        self.warnings = warnings
    }

    /// Looks for all that a start would fail of.
    package static func check(_ guest: GuestNeeds, facts: GuestPreflightFacts) -> GuestPreflight {
        var found = GuestPreflight()
        for interface in guest.devices.interfaces { found.check(interface, facts) }
        for disk in guest.devices.disks { found.check(disk, facts) }
        for file in guest.devices.files where guest.reads(file) { found.check(file, facts) }
        found.checkKernel(of: guest, facts)
        found.checkHost(for: guest, facts)
        found.checkMemory(of: guest, facts)
        for what in facts.unseen { found.warnings.append("not looked at: \(what)") }
        return found
    }

    private mutating func check(_ file: GuestDevices.File, _ facts: GuestPreflightFacts) {
        switch facts.places[file.path] {
        case .absent?: obstacles.append("\(file.key) \(file.path) does not exist")
        case .other(let kind)?: obstacles.append("\(file.key) \(file.path) is \(kind), not a file")
        case .file?, .blockDevice?, nil: break
        }
    }
}

/// What a guest asks of the host: its devices, its memory and how it runs.
package struct GuestNeeds: Sendable, Equatable {
    package var type: XLGuestType
    package var devices: GuestDevices
    /// `nil` when the guest does not say, or says it in a way of its own (`vnuma`).
    package var memory: GuestMemory?
    /// What finds the kernel on the guest's disk, as xl is given it: a path, or the name of one of Xen's programs.
    package var bootLoader: String?

    package init(
        type: XLGuestType = .pv, devices: GuestDevices = GuestDevices(), memory: GuestMemory? = nil,
        bootLoader: String? = nil
    ) {
        self.type = type
        self.devices = devices
        self.memory = memory
        self.bootLoader = bootLoader
    }

    package init(of guest: GuestSpecification, network: GuestNetworkDefaults) {
        let type = XLGuestType(type: guest.text(of: "type"), builder: guest.text(of: "builder")) ?? .pv
        self.init(
            type: type, devices: GuestDevices(of: guest, network: network), memory: GuestMemory(of: guest, type: type),
            bootLoader: type == .hvm ? nil : GuestRecipe.bootLoader(of: guest))
    }

    /// Whether xl opens a file for a guest of this kind: a boot loader brings kernel and ramdisk itself.
    func reads(_ file: GuestDevices.File) -> Bool {
        switch file.key {
        case "kernel", "ramdisk": bootLoader == nil
        case "bios_path_override", "device_model_override": type == .hvm
        default: true
        }
    }
}
