package import Formats

/// What a machine is and has, as far as a decision needs it: a pure value, gathered by `FactsReader`.
package struct Facts: Sendable, Equatable, Codable {
    /// `ID` and `VERSION_ID` of os-release(5), as `debian` and `12`.
    package struct OperatingSystem: Sendable, Equatable, Codable {
        package var id: String
        package var version: String

        package init(id: String, version: String = "") {
            self.id = id
            self.version = version
        }
    }

    /// A kernel in `/lib/modules`, and which of the modules that were asked for it has.
    package struct Kernel: Sendable, Equatable, Codable {
        package var release: String
        /// Whether there is an image to boot it: `/boot/vmlinuz-RELEASE`.
        package var isBootable: Bool
        /// Names as ``KernelModules/normalized(_:)`` has them.
        package var loadable: Set<String>
        package var builtIn: Set<String>

        package init(release: String, isBootable: Bool = true, loadable: Set<String> = [], builtIn: Set<String> = []) {
            self.release = release
            self.isBootable = isBootable
            self.loadable = loadable
            self.builtIn = builtIn
        }
    }

    /// A text file that Reeve may have to override or to edit.
    package struct TextFile: Sendable, Equatable, Codable {
        /// Where it stands, symbolic links followed.
        package var path: HostPath
        package var content: [UInt8]

        package init(_ path: HostPath, _ content: [UInt8]) {
            self.path = path
            self.content = content
        }

        package init(_ path: HostPath, text: String) {
            self.init(path, Array(text.utf8))
        }
    }

    /// GRUB's settings for Xen, as `/etc/default/grub` and `/etc/default/grub.d/*.cfg` leave them, Reeve's own not counted.
    package struct GRUB: Sendable, Equatable, Codable {
        /// The words of `GRUB_CMDLINE_XEN`.
        package var xen: [String]
        /// The words of `GRUB_CMDLINE_XEN_DEFAULT`, which come after those and therefore win.
        package var xenDefault: [String]
        /// Of the two variables, those that a shell computes a part of: their words are not all known.
        package var computed: [String]

        package init(xen: [String] = [], xenDefault: [String] = [], computed: [String] = []) {
            self.xen = xen
            self.xenDefault = xenDefault
            self.computed = computed
        }
    }

    /// Xen's command line where no loader but the firmware, or one that only starts xen.efi, boots it.
    package struct Firmware: Sendable, Equatable, Codable {
        /// The configuration of xen.efi.
        package var path: HostPath
        /// The words of `options=`.
        package var words: [String]

        package init(_ path: HostPath, words: [String]) {
            self.path = path
            self.words = words
        }
    }

    package var system: OperatingSystem
    /// `nil` when Linux runs without Xen.
    package var hypervisor: RunningHypervisor?
    /// Whether this is dom0: `/proc/xen/capabilities` has `control_d`.
    package var isControlDomain: Bool
    /// The words of the running hypervisor's command line; `nil` when it cannot be asked.
    package var xenCommandLine: [String]?
    /// What the machine has, in MiB; `nil` when Xen cannot be asked.
    package var totalMemory: Int?
    /// Versioned ones first, newest first.
    package var toolstacks: [Toolstack]
    package var kernels: [Kernel]
    package var runningKernel: String?
    /// Those of which it is known how they were configured.
    package var configuredKernels: [ConfiguredKernel] = []
    /// Units that the distribution ships, of those in ``Daemon/unitNames`` and the wrappers.
    package var units: Set<String>
    /// Scripts in `/etc/init.d`, of `xen` and `xendomains`.
    package var initScripts: Set<String>
    /// Whether initial RAM disks are made by initramfs-tools.
    package var hasInitramfsTools = false
    /// Whether the running xenstored was started by `xenstored.service`; `nil` when none runs.
    package var storeRunsAsUnit: Bool?
    /// Each name once, as systemd reads them: `/etc` before `/run` before `/usr/local/lib` before `/usr/lib`; Reeve's
    /// own `/etc/modules-load.d/xen.conf` hides nothing here.
    package var moduleLists: [TextFile]
    /// Files of rules that hold something of Xen's.
    package var deviceRules: [TextFile]
    /// `nil` when GRUB does not boot this machine.
    package var grub: GRUB?
    /// `nil` when xen.efi has no configuration, or GRUB boots this machine.
    package var firmware: Firmware?
    package var isBootedByUEFI = false
    /// Where the EFI system partition is mounted that systemd-boot is on, or that GRUB finds xen.efi on; `nil` where
    /// neither boots by UEFI, or while it is not.
    package var systemPartition: HostPath?
    /// `/etc/xen/xl.conf`.
    package var xlConfiguration: TextFile?
    /// `XENSTORED` of `/etc/default/xen` or `/etc/default/xencommons`: the program that the admin chose.
    package var chosenStore: String?
    /// `/etc/machine-id`.
    package var machineID: String?
    package var daemons: DaemonFacts
    /// Files in `/etc/xen`, of which some are guests.
    package var guestFiles: [HostPath]
    /// Where the links of `/etc/xen/auto` lead, links followed.
    package var autostarted: [HostPath]
    package var network: NetworkFacts

    package init(
        system: OperatingSystem = OperatingSystem(id: "debian"), hypervisor: RunningHypervisor? = nil,
        isControlDomain: Bool = false, xenCommandLine: [String]? = nil, toolstacks: [Toolstack] = [],
        kernels: [Kernel] = [], runningKernel: String? = nil, units: Set<String> = [], initScripts: Set<String> = [],
        storeRunsAsUnit: Bool? = nil, moduleLists: [TextFile] = [], deviceRules: [TextFile] = [], grub: GRUB? = nil,
        firmware: Firmware? = nil,
        xlConfiguration: TextFile? = nil, chosenStore: String? = nil, machineID: String? = nil,
        daemons: DaemonFacts = DaemonFacts(), guestFiles: [HostPath] = [],
        autostarted: [HostPath] = [], network: NetworkFacts = NetworkFacts()
    ) {
        self.system = system
        self.hypervisor = hypervisor
        self.isControlDomain = isControlDomain
        self.xenCommandLine = xenCommandLine
        self.toolstacks = toolstacks
        self.kernels = kernels
        self.runningKernel = runningKernel
        self.units = units
        self.initScripts = initScripts
        self.storeRunsAsUnit = storeRunsAsUnit
        self.moduleLists = moduleLists
        self.deviceRules = deviceRules
        self.grub = grub
        self.firmware = firmware
        self.xlConfiguration = xlConfiguration
        self.chosenStore = chosenStore
        self.machineID = machineID
        self.daemons = daemons
        self.guestFiles = guestFiles
        self.autostarted = autostarted
        self.network = network
    }

    /// The bridges that are there.
    package var bridges: [String] { network.interfaces.filter(\.isBridge).map(\.name) }

    /// The Xen that `check` takes as its target: the running one, else the newest installed, else the newest known.
    package var targetVersion: XenVersion {
        hypervisor?.version ?? toolstacks.compactMap(\.version).max() ?? .newestKnown
    }
}
