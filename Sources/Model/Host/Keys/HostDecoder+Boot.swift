import Formats

extension HostDecoder {
    mutating func decodeBoot(into host: inout HostSpecification) {
        let limit = duration("boot.trial_limit")
        let verbosity = word("boot.verbosity").flatMap { BootVerbosity(rawValue: $0) }
        let grub = word("boot.grub").flatMap { GRUBStart(rawValue: $0) }
        guard flag("boot.entries") == true else {
            for setting in ["boot.trial_limit", "boot.verbosity", "boot.grub"].compactMap({ setting($0) }) {
                report(
                    .warning, setting.keySpan, setting, "Reeve keeps no boot entries, so this does nothing",
                    hint: "write boot.entries = 1")
            }
            return
        }
        var boot = BootSpecification()
        if let limit { boot.limit = limit }
        if let verbosity { boot.verbosity = verbosity }
        if let grub { boot.grub = grub }
        host.boot = boot
    }
}
