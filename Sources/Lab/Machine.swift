import Glibc
package import SystemPackage

/// One QEMU: a machine without hardware virtualization, one disk, one network card, one serial port.
///
/// It lives on its own (`-daemonize`): what identifies it are the files in its place, so that another process can find it,
/// enter it and end it.
package struct Machine: Sendable {
    package let suite: DebianSuite
    /// The directory with the serial log, the process id and the port.
    package let place: FilePath
    let disk: FilePath
    /// What it starts with.
    package let firmware: Firmware
    package let shell: SecureShell
    let monitor: Monitor

    /// What the console printed, over all boots.
    package var serialLog: FilePath { place.appending("serial.log") }
    /// What the console printed since its log had so many bytes.
    func console(from start: Int) throws -> String {
        String(decoding: try LabFiles.read(serialLog).dropFirst(start), as: UTF8.self)
    }

    private var processFile: FilePath { place.appending("qemu.pid") }
    private var portFile: FilePath { place.appending("port") }
    private var variables: FilePath { place.appending("variables.qcow2") }
    /// QEMU's own words about the boot that runs, or ran last.
    private var trace: FilePath { place.appending("qemu.log") }

    init(suite: DebianSuite, place: FilePath, disk: FilePath, key: FilePath, firmware: Firmware = .bios) {
        self.suite = suite
        self.place = place
        self.disk = disk
        self.firmware = firmware
        // Names of sockets have 107 bytes at most: they cannot be below the checkout.
        var digest = ContentDigest()
        digest.add(Array(place.string.utf8))
        let sockets = FilePath("/tmp/reeve-lab-\(getuid())")
        let portFile = place.appending("port")
        shell = SecureShell(
            suite: suite, key: key, port: { LabFiles.text(of: portFile) },
            control: sockets.appending("\(digest.hexadecimal).ssh"))
        monitor = Monitor(socket: sockets.appending("\(digest.hexadecimal).qmp"))
    }

    /// Whether its process runs.
    package var isOn: Bool { process != nil }

    /// Its process id; nil when it is off, or when the id belongs to something else by now.
    private var process: pid_t? {
        guard let id = LabFiles.text(of: processFile).flatMap(pid_t.init),
            let line = LabFiles.text(of: FilePath("/proc/\(id)/cmdline")), line.contains(disk.string)
        else { return nil }
        return id
    }

    /// Turns it on; `arguments` come after those that every machine has.
    func start(_ arguments: [String] = []) async throws {
        await cutPower()
        try await LabFiles.makeDirectory(place)
        var sockets = monitor.socket
        sockets.removeLastComponent()
        try await Tool.run(["mkdir", "--parents", "--mode=700", sockets.string])
        // Who knows the machine by its port finds it again when it was off.
        let port = try Self.freePort(preferring: LabFiles.text(of: portFile).flatMap(UInt16.init))
        try LabFiles.write("\(port)\n", to: portFile)
        try await firmware.provide(variables: variables)
        try await Tool.run(
            ["qemu-system-x86_64"] + processor + devices(port: port) + firmware.arguments(variables: variables)
                + arguments)
    }

    /// Ends the process as a power cut would: nothing is flushed, nobody is told.
    package func cutPower() async {
        shell.disconnect()
        guard let process else { return }
        kill(process, SIGKILL)
        // The locks on its files are gone when its last thread is, which may be after its first one.
        while isOn || LabFiles.names(in: FilePath("/proc/\(process)/task")).count > 1 { usleep(10_000) }
    }

    /// Waits until the machine has turned itself off.
    package func waitUntilOff(within limit: Duration) async throws {
        try await eventually("the \(suite) machine is off", within: limit) { !isOn }
        shell.disconnect()
    }

    /// Whether the machine, which is off now, was reset and did not turn itself off.
    ///
    /// QEMU traces a request to turn it off; a reset ends the process without one (`-no-reboot`).
    package var wasReset: Bool { LabFiles.text(of: trace)?.contains("qemu_system_shutdown_request") != true }

    /// Pulls the plug of the network, or puts it in again.
    package func plugNetwork(_ isIn: Bool) async throws {
        try await monitor.carryOut("set_link network \(isIn ? "on" : "off")")
    }

    // MARK: What the machine is made of

    /// Emulation only, and of it what runs Xen and dom0 well:
    /// two processors crash a dom0 kernel now and then while it patches jump labels; with SMAP and SMEP QEMU 7.2 faults the
    /// PV dom0 at its first return to user space; with RDTSCP Xen kills PVH guests; with XSAVE and AVX user space crashes
    /// at random once several domains run.
    private var processor: [String] {
        let without = [
            "smap", "smep", "rdtscp", "xsave", "xsaveopt", "xsavec", "xsaves", "avx", "avx2", "f16c", "fma", "vaes",
            "vpclmulqdq", "pku",
        ]
        let model = (["max"] + without.map { "-" + $0 }).joined(separator: ",")
        return ["-accel", "tcg", "-smp", "1", "-m", "4G", "-cpu", model]
    }

    private func devices(port: UInt16) -> [String] {
        [
            // A reset ends the process, and LabHost turns it on again: after a restored snapshot, a reset within one process
            // was seen to leave Xen without timer interrupts for 43 s at a time.
            "-no-reboot", "-nodefaults", "-display", "none", "-daemonize", "-pidfile", processFile.string,
            "-name", "reeve-lab-\(suite)",
            "-D", trace.string, "-trace", "qemu_system_shutdown_request",
            "-drive", "file=\(disk),if=virtio,discard=unmap,cache=unsafe",
            "-nic", "user,id=network,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:\(port)-:22",
            "-chardev", "file,id=serial,path=\(serialLog),append=on", "-serial", "chardev:serial",
            "-qmp", "unix:\(monitor.socket),server=on,wait=off",
        ]
    }

    /// A port that was free a moment ago.
    static func freePort(preferring preferred: UInt16? = nil) throws -> UInt16 {
        if let preferred, let port = tryPort(preferred) { return port }
        guard let port = tryPort(0) else {
            throw LabError.notStarted(argv: ["bind"], reason: Errno(rawValue: errno).description)
        }
        return port
    }

    /// The port when it can be had, any for 0.
    private static func tryPort(_ port: UInt16) -> UInt16? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        // As QEMU does: connections that just ended are no reason.
        var isReused: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<CInt>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = port.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        return isBound ? UInt16(bigEndian: address.sin_port) : nil
    }
}
