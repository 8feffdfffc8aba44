import Formats
import Testing

@Suite struct `readers of system files` {
    /// Pieces that mean something to one of the readers.
    private static let pieces =
        [
            "[Unit]", "\n", "\n\n", "A=b", "=", "\\", "\\\n", "\"", "'", "#", ";", " ", "\t", "\r\n", "%", "$(", "${A",
            "`", "}",
            "if", "fi", "export ", "KERNEL==\"x\"", ", ", "RUN+=", "NAME=\"xen/%k\"", "{", "options loop ",
            "softdep a pre: ",
            "quota-maxsize = ", "-0x", "true", "Name", "\u{0}", "é\u{301}", "kernel/a.ko.xz:", "host : x",
            "6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a11 ", "1 2 3 r----- 4.0 ", "Name UUID\n", "99999999999999999999",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x80]]

    @Test func `no file crashes one, and those of others print back to the byte`() {
        var random = SystemRandom(state: 20_261_121)
        for _ in 0..<600 {
            let bytes = (0..<Int(random.next() % 24)).flatMap { _ in
                Self.pieces[Int(random.next() % UInt64(Self.pieces.count))]
            }
            let source = SourceText(name: "any", bytes: bytes)
            #expect(ModulesLoad(parsing: source).bytes == bytes)
            #expect(UdevRules(parsing: source).commentingOut { _ in false }.bytes == bytes)
            #expect(ShellAssignments(parsing: source).bytes == bytes)
            let unit = UnitFile(parsing: source)
            #expect(UnitFile(parsing: SourceText(name: "any", text: unit.text)) == unit)
            let conf = OxenstoredConf(parsing: source)
            #expect(OxenstoredConf(parsing: SourceText(name: "any", text: conf.text)) == conf)
            _ = ModprobeConfig(parsing: source)
            _ = KernelModules(builtin: source, dependencies: source)
            _ = XenVariable.diagnose(source, as: .xencommons)
            // Garbage may be refused; here it only must not crash.
            _ = try? XLList(parsing: bytes)
            _ = try? XLInfo(parsing: bytes)
        }
    }

    @Test func `a large file takes a moment, whatever is in it`() {
        for piece in ["$(", "\\\n", "\"", "{", "A=b ", "[", "KERNEL==\"x\",", "`", "a "] {
            let source = SourceText(name: "any", text: String(repeating: piece, count: 30_000))
            _ = UnitFile(parsing: source)
            _ = ShellAssignments(parsing: source)
            _ = UdevRules(parsing: source)
            _ = ModprobeConfig(parsing: source)
            _ = OxenstoredConf(parsing: source)
        }
    }
}

/// The same numbers in every run (SplitMix64).
private struct SystemRandom {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
