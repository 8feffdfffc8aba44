/// Lists what `trace` and `debug` turn on.
enum TracingNotes {
    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        guard host.tracing != .off else { return Rendering() }
        var parts = ["console.log = \"\(host.console.log.rawValue)\""]
        let type = StoreProgram(host, facts).type
        parts += host.store.settings.filter { $0.option.readers.contains(type) && !$0.isWritten }.map {
            switch $0.value {
            case .flag(let isOn): "\($0.key) = \(isOn ? 1 : 0)"
            default: "\($0.key) = \"\($0.value.ocaml)\""
            }
        }
        let words = CommandLineRenderer.words(host).filter { host.tracing.xenParameters.contains($0) }
        if !words.isEmpty { parts.append("\(words.joined(separator: " ")) on Xen's command line") }
        let key = host.tracing == .debug ? "debug" : "trace"
        return Rendering(notes: ["\(key) = 1 turns on: \(parts.joined(separator: ", "))"])
    }
}
