package import Formats

/// What a look at dom0 showed of the things that a guest needs.
///
/// Each default is what is so where nothing was found wrong.
package struct GuestPreflightFacts: Sendable, Equatable {
    package enum Place: Sendable, Equatable {
        case absent, file, blockDevice
        case other(String)
    }

    /// Why a hotplug script cannot be run.
    package enum ScriptFault: Sendable, Equatable {
        case absent, notExecutable
        /// The program of its first line is not there.
        case noInterpreter(String)
    }

    /// In MiB.
    package struct Memory: Sendable, Equatable {
        package var free: Int
        /// Whether xl may take memory from dom0 (`autoballoon`).
        package var canBalloon: Bool
        /// What dom0 has; `nil` when Xen does not say.
        package var dom0: Int?

        package init(free: Int, canBalloon: Bool, dom0: Int? = nil) {
            self.free = free
            self.canBalloon = canBalloon
            self.dom0 = dom0
        }
    }

    /// A PCI device of the machine.
    package struct PCIDevice: Sendable, Equatable {
        /// The driver that has it in dom0; `nil` when none does.
        package var driver: String?

        package init(driver: String?) {
            self.driver = driver
        }
    }

    /// Where hotplug scripts write their errors: without it they end before they have done anything.
    package enum LogDirectory: Sendable, Equatable { case usable, absent, readOnly, full }

    /// Bridges of dom0, by name.
    package var bridges: [String]
    /// Other network interfaces of dom0.
    package var interfaces: [String]
    /// What is at each path that the guest names, links followed; a path that is not here was not looked at.
    package var places: [HostPath: Place]
    /// What cannot be run of the scripts.
    package var scriptFaults: [HostPath: ScriptFault]
    /// Names beside a missing device node, as those of its volume group.
    package var neighbors: [HostPath: [String]]
    /// Memory that Xen can give.
    package var freeMemory: Memory?
    /// What is behind each disk that is there.
    package var disks: [HostPath: DiskLook] = [:]
    /// Disks of domains that Xen has, and of guests that are being built.
    package var diskUses: [DiskUse] = []
    /// MAC addresses of domains that Xen has.
    package var addresses: [MACAddress: DomainHolder] = [:]
    /// What Xen can run here, as `pv`, `hvm`; `nil` when it does not say.
    package var virtualization: Set<String>?
    /// What the guest's kernel says of itself; `nil` when there is none to look at.
    package var kernel: KernelLook?
    /// Backends of Linux that are neither loaded nor among the modules of the running kernel, as `xen-netback`.
    package var missingModules: Set<String> = []
    /// Programs that hotplug scripts call and that are not where they look.
    package var missingPrograms: Set<String> = []
    /// Whether the guest's boot loader is not where xl looks for it.
    package var lacksBootLoader = false
    /// Whether a file can become a loop device.
    package var hasLoopDevices = true
    /// PCI devices that the guest names; `nil` for one that is not there.
    package var pciDevices: [PCIAddress: PCIDevice?] = [:]
    package var logDirectory = LogDirectory.usable
    /// What the tools that are here can do for the guest.
    package var ability = GuestAbility.everything
    /// What could not be looked at, and why: a clause each.
    package var unseen: [String] = []

    package init(
        bridges: [String] = [], interfaces: [String] = [], places: [HostPath: Place] = [:],
        scriptFaults: [HostPath: ScriptFault] = [:], neighbors: [HostPath: [String]] = [:], freeMemory: Memory? = nil
    ) {
        self.bridges = bridges
        self.interfaces = interfaces
        self.places = places
        self.scriptFaults = scriptFaults
        self.neighbors = neighbors
        self.freeMemory = freeMemory
    }
}

/// What a guest's kernel file was found to be.
package enum KernelLook: Sendable, Equatable {
    case notes(XenNotes)
    /// It is packed, and nothing here unpacks it; the reason as a clause.
    case sealed(KernelImage.Packing, reason: String)
    case old
    case unknown
    case damaged(String)
}

/// A domain that has something another guest asks for.
package struct DomainHolder: Sendable, Hashable, CustomStringConvertible {
    package var name: String
    /// `nil` for a guest whose domain is not known.
    package var domid: Int?

    package init(_ name: String, domid: Int? = nil) {
        self.name = name
        self.domid = domid
    }

    package var description: String {
        domid.map { "domain \($0) \"\(name)\"" } ?? "guest \"\(name)\""
    }
}
