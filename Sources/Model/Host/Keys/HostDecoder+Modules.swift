import Formats

extension HostDecoder {
    mutating func decodeModules(into host: inout HostSpecification) {
        host.modules = modules(strings("modules") ?? [])
        host.moduleOptions = moduleOptions(strings("modules.options") ?? [])
    }

    private mutating func modules(_ names: [String]) -> [String] {
        guard let setting = setting("modules") else { return [] }
        var taken: [String] = []
        for (index, name) in names.enumerated() {
            guard Self.isModule(name) else {
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

    private mutating func moduleOptions(_ lines: [String]) -> [ModuleOptions] {
        guard let setting = setting("modules.options") else { return [] }
        var taken: [ModuleOptions] = []
        for (index, line) in lines.enumerated() {
            let span = Self.span(of: index, in: setting)
            let words = line.split(separator: " ").map(String.init)
            guard let module = words.first, words.count > 1, Self.isModule(module),
                words.dropFirst().allSatisfy(Self.isOption)
            else {
                report(
                    .error, span, setting, "\"\(line)\" is not a module and its options",
                    hint: "as in \"loop max_part=15\"")
                continue
            }
            if module == "loop", words.contains(where: { $0.hasPrefix("max_loop=") }) {
                report(
                    .warning, span, setting, "max_loop is, on many kernels, the most loop devices that there can be",
                    hint: "leave it out: they are made as they are asked for")
            }
            taken.append(ModuleOptions(module: module, options: Array(words.dropFirst())))
        }
        return taken
    }

    private static func isModule(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
                    || $0 == 0x2D
            }
    }

    /// `NAME` or `NAME=VALUE`; a line of modprobe.d(5) has no way to quote a line's end, and `#` begins no comment there.
    private static func isOption(_ word: String) -> Bool {
        isModule(String(word.prefix { $0 != "=" })) && !word.hasSuffix("\\")
    }
}
