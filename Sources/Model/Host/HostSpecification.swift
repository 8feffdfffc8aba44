package import Formats

/// A host as `/etc/reeve/host.conf` says it should be.
///
/// Without the file, or with an empty one, it is `HostSpecification()`.
package struct HostSpecification: Sendable, Equatable {
    package struct Console: Sendable, Equatable {
        /// What xenconsoled writes to files; the raw value is that of its `--log`.
        package enum Log: String, Sendable, CaseIterable { case none, guest, hv, all }

        package var log: Log
        package var directory: HostPath

        package init(log: Log = .guest, directory: HostPath = "/var/log/xen/console") {
            self.log = log
            self.directory = directory
        }
    }

    /// Memory kept for dom0; `nil` leaves Xen's default (all but a small reserve).
    ///
    /// Rendered as `dom0_mem=<n>M,max:<n>M`: without `max:` the reservation stays unlimited, and dom0 builds page
    /// tables for all of the machine's memory. Source: Xen docs/misc/xen-command-line.pandoc, dom0_mem (x86).
    package var memory: Bytes?
    /// How far dom0 may grow; `nil`: no further than ``memory``.
    package var memoryMax: Bytes?
    /// Virtual CPUs of dom0; `nil` leaves Xen's default (all).
    ///
    /// Rendered as `dom0_max_vcpus=<n>`.
    package var vcpus: Int?
    /// Options of Xen's command line that keys of their own write, in the order of the table.
    package var xen: [XenParameter]
    /// Further words of Xen's command line, in order.
    package var xenParameters: [String]
    package var store: StoreSpecification
    package var qemu: QEMUSpecification
    package var tracing: Tracing
    package var console: Console
    /// How long dom0 may be silent before Xen reboots the machine; `nil` when the watchdog is off.
    package var watchdog: Duration?
    /// `nil` leaves booting to the distribution.
    package var boot: BootSpecification?
    /// Names of further kernel modules, as written.
    package var modules: [String]
    package var moduleOptions: [ModuleOptions]
    /// How many guests may be built at the same time; `nil` is for ``StartSlots`` to choose.
    package var startParallel: Int?
    /// How a guest is stopped that does not say so itself.
    package var stop: GuestStop
    /// Settings for xl.conf, with the keys of xl.conf(5).
    package var xl: [XLSetting]
    package var network: NetworkSpecification

    package init(
        memory: Bytes? = nil, memoryMax: Bytes? = nil, vcpus: Int? = nil, xen: [XenParameter] = [],
        xenParameters: [String] = [], store: StoreSpecification = StoreSpecification(),
        qemu: QEMUSpecification = QEMUSpecification(), tracing: Tracing = .off, console: Console = Console(),
        watchdog: Duration? = nil, boot: BootSpecification? = nil, modules: [String] = [],
        moduleOptions: [ModuleOptions] = [], startParallel: Int? = nil,
        stop: GuestStop = GuestStop(), xl: [XLSetting] = [], network: NetworkSpecification = NetworkSpecification()
    ) {
        self.memory = memory
        self.memoryMax = memoryMax
        self.vcpus = vcpus
        self.xen = xen
        self.xenParameters = xenParameters
        self.store = store
        self.qemu = qemu
        self.tracing = tracing
        self.console = console
        self.watchdog = watchdog
        self.boot = boot
        self.modules = modules
        self.moduleOptions = moduleOptions
        self.startParallel = startParallel
        self.stop = stop
        self.xl = xl
        self.network = network
    }
}
