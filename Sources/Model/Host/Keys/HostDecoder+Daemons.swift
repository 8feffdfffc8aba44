import Formats

extension HostDecoder {
    mutating func decodeDaemons(into host: inout HostSpecification) {
        host.console.log = word("console.log").flatMap(HostSpecification.Console.Log.init) ?? host.console.log
        host.console.directory = word("console.directory").flatMap { HostPath($0) } ?? host.console.directory
        let timeout = duration("watchdog.timeout")
        if flag("watchdog.enabled") == true {
            host.watchdog = timeout ?? .seconds(30)
        } else if timeout != nil, let setting = setting("watchdog.timeout") {
            report(
                .warning, setting.keySpan, setting, "the watchdog is off, so this does nothing",
                hint: "write watchdog.enabled = 1")
        }
        host.modules = modules(strings("modules") ?? [])
    }

    private mutating func modules(_ names: [String]) -> [String] {
        guard let setting = setting("modules") else { return [] }
        var taken: [String] = []
        for (index, name) in names.enumerated() {
            let isName =
                !name.isEmpty
                && name.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
                        || $0 == 0x2D
                }
            guard isName else {
                report(
                    .error, Self.span(of: index, in: setting), setting,
                    "\"\(name)\" is not the name of a kernel module",
                    hint: "as in \"xen-pciback\"")
                continue
            }
            taken.append(name)
        }
        return taken
    }
}
