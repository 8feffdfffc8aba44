import Formats

extension HostDecoder {
    mutating func decodeBoot(into host: inout HostSpecification) {
        let limit = duration("boot.trial_limit")
        if flag("boot.entries") == true {
            host.boot = BootSpecification()
            if let limit { host.boot?.limit = limit }
        } else if limit != nil, let setting = setting("boot.trial_limit") {
            report(
                .warning, setting.keySpan, setting, "Reeve keeps no boot entries, so this does nothing",
                hint: "write boot.entries = 1")
        }
    }
}
