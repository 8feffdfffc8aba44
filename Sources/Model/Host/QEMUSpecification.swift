/// The QEMU that serves dom0's disks that are files.
package struct QEMUSpecification: Sendable, Equatable {
    package enum Mode: String, Sendable { case auto, on, off }

    package var mode: Mode
    /// `nil` is the toolstack's.
    package var program: HostPath?
    package var pidFile: HostPath

    package init(mode: Mode = .auto, program: HostPath? = nil, pidFile: HostPath = "/run/xen/qemu-dom0.pid") {
        self.mode = mode
        self.program = program
        self.pidFile = pidFile
    }
}

/// Options with which a kernel module is loaded.
package struct ModuleOptions: Sendable, Equatable {
    package var module: String
    /// `NAME` or `NAME=VALUE`.
    package var options: [String]

    package init(module: String, options: [String]) {
        self.module = module
        self.options = options
    }
}
