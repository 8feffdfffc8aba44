/// An EFI program made for a test, laid out as GNU ld lays out xen.efi: no room in the headers, symbols at the end.
struct SyntheticImage {
    struct Section {
        var name: String
        var address: Int
        var size: Int
        /// `nil` for a section that is all zeros.
        var data: [UInt8]?
    }

    var sections: [Section]
    var sectionAlignment = 0x20_0000
    var fileAlignment = 0x20
    var symbolCount = 2
    var certificates: [UInt8] = []
    /// Bytes between the section table and the first section.
    var slack: [UInt8] = []
    /// Where the debug directory stands in the loaded image; its data follows it.
    var debugDirectory: Int?

    static var xen417: SyntheticImage {
        SyntheticImage(
            sections: [
                Section(name: ".text", address: 0x20_0000, size: 100, data: filled(0x11, 100)),
                Section(name: ".buildid", address: 0x40_0000, size: 60, data: filled(0, 60)),
                Section(name: ".bss", address: 0x60_0000, size: 0x4000, data: nil),
                Section(name: ".pad", address: 0x80_0000, size: 0x80_0000, data: nil),
            ], debugDirectory: 0x40_0000)
    }

    static var xen420: SyntheticImage {
        SyntheticImage(sections: [
            Section(name: ".text", address: 0x20_0000, size: 100, data: filled(0x11, 100)),
            Section(name: ".data.read_mostly", address: 0x40_0000, size: 70, data: filled(0x22, 70)),
            Section(name: ".reloc", address: 0x60_1234, size: 20, data: filled(0x33, 20)),
            Section(name: ".debug_abbrev", address: 0x60_1248, size: 500, data: filled(0x44, 500)),
            Section(name: ".debug_info", address: 0x60_143C, size: 900, data: filled(0x55, 900)),
        ])
    }

    static func filled(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }

    var bytes: [UInt8] {
        let tableEnd = 0x80 + 24 + 240 + 40 * sections.count
        let headers = aligned(tableEnd + slack.count)
        var output = [UInt8](repeating: 0, count: headers)
        output.replaceSubrange(tableEnd..<tableEnd + slack.count, with: slack)
        output.replaceSubrange(0..<2, with: "MZ".utf8)
        put(0x80, 4, 60, &output)
        output.replaceSubrange(0x80..<0x82, with: "PE".utf8)
        var strings: [UInt8] = []
        for (number, section) in sections.enumerated() {
            let place = 0x80 + 24 + 240 + 40 * number
            if section.name.utf8.count > 8 {
                output.replaceSubrange(
                    place..<place + 2 + String(strings.count + 4).count - 1, with: "/\(strings.count + 4)".utf8)
                strings += Array(section.name.utf8) + [0]
            } else {
                output.replaceSubrange(place..<place + section.name.utf8.count, with: section.name.utf8)
            }
            put(section.size, 4, place + 8, &output)
            put(section.address, 4, place + 12, &output)
            put(0x4000_0040, 4, place + 36, &output)
            guard let data = section.data else { continue }
            put(aligned(data.count), 4, place + 16, &output)
            put(output.count, 4, place + 20, &output)
            if debugDirectory == section.address {
                put(output.count + 28, 4, output.count + 24, &output, data)
            } else {
                output += data
            }
            output += Self.filled(0, aligned(output.count) - output.count)
        }
        writeHeader(&output, headers: headers)
        if symbolCount > 0 || !strings.isEmpty {
            put(output.count, 4, 0x84 + 8, &output)
            put(symbolCount, 4, 0x84 + 12, &output)
            output += Self.filled(0x77, 18 * symbolCount)
            let start = output.count
            output += [0, 0, 0, 0] + strings
            put(strings.count + 4, 4, start, &output)
        }
        if !certificates.isEmpty {
            put(output.count, 4, 0x98 + 112 + 32, &output)
            put(certificates.count, 4, 0x98 + 112 + 36, &output)
            output += certificates
        }
        return output
    }

    private func writeHeader(_ output: inout [UInt8], headers: Int) {
        let end = sections.map { $0.address + $0.size }.max() ?? 0
        put(0x8664, 2, 0x84, &output)
        put(sections.count, 2, 0x84 + 2, &output)
        put(240, 2, 0x84 + 16, &output)
        let fields = [
            (0, 2, 0x20B), (8, 4, 0x1000), (32, 4, sectionAlignment), (36, 4, fileAlignment),
            (56, 4, (end + sectionAlignment - 1) / sectionAlignment * sectionAlignment), (60, 4, headers), (68, 2, 10),
            (108, 4, 16),
        ]
        for (offset, size, value) in fields { put(value, size, 0x98 + offset, &output) }
        if let debugDirectory {
            put(debugDirectory, 4, 0x98 + 112 + 48, &output)
            put(28, 4, 0x98 + 112 + 52, &output)
        }
    }

    private func aligned(_ count: Int) -> Int { (count + fileAlignment - 1) / fileAlignment * fileAlignment }

    private func put(_ value: Int, _ size: Int, _ place: Int, _ output: inout [UInt8], _ data: [UInt8] = []) {
        output += data
        for index in 0..<size { output[place + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
}
