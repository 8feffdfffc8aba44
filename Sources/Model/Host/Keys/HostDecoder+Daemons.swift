import Formats

extension HostDecoder {
    mutating func decodeDaemons(into host: inout HostSpecification) {
        host.console.log = word("console.log").flatMap(HostSpecification.Console.Log.init) ?? host.console.log
        host.console.directory = path("console.directory") ?? host.console.directory
        let timeout = duration("watchdog.timeout")
        if flag("watchdog.enabled") == true {
            host.watchdog = timeout ?? .seconds(30)
        } else if timeout != nil, let setting = setting("watchdog.timeout") {
            report(
                .warning, setting.keySpan, setting, "the watchdog is off, so this does nothing",
                hint: "write watchdog.enabled = 1")
        }
        host.qemu = QEMUSpecification(
            mode: word("qemu.enabled").flatMap(QEMUSpecification.Mode.init) ?? host.qemu.mode,
            program: path("qemu.program"), pidFile: path("qemu.pid_file") ?? host.qemu.pidFile)
        if host.qemu.mode == .off, let setting = setting("qemu.program") ?? setting("qemu.pid_file") {
            report(
                .warning, setting.keySpan, setting, "QEMU is off, so this does nothing",
                hint: "write qemu.enabled = \"auto\"")
        }
    }
}
