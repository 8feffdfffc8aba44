/// From which devices an HVM guest starts, in order: `cd` is hard disk, then CD-ROM.
///
/// Source: Xen docs/man/xl.cfg.5.pod (`boot`).
package struct BootOrder: Sendable, Equatable {
    package enum Device: Character, Sendable, CaseIterable {
        case floppy = "a"
        case hardDisk = "c"
        case cdrom = "d"
        case network = "n"
    }

    package var devices: [Device]

    package init(_ devices: [Device]) {
        self.devices = devices
    }
}

extension BootOrder: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let devices = text.compactMap(Device.init)
        guard devices.count == text.count else {
            throw SpecificationError(
                .malformed(text, for: "boot", want: "a boot order"), 0..<text.utf8.count,
                advice: "write the letters c (hard disk), d (CD-ROM) and n (network), as in \"dc\"")
        }
        self.devices = devices
    }

    package var text: String { String(devices.map(\.rawValue)) }
}
