import Formats

extension HostDecoder {
    mutating func decodeTracing(into host: inout HostSpecification) {
        let (trace, debug) = (flag("trace"), flag("debug") ?? false)
        if debug, trace == false, let setting = setting("trace") {
            report(
                .error, setting.value.span, setting, "debug = 1 needs the trace too", hint: "leave trace out")
        }
        host.tracing = debug ? .debug : trace == true ? .trace : .off
        if host.tracing != .off, setting("console.log") == nil { host.console.log = .all }
    }
}
