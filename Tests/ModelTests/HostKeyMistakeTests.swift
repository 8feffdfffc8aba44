import Formats
import Model
import Testing

/// Every key of host.conf with every kind of mistake; what is said follows from the key's kind.
@Suite struct `mistakes in host.conf` {
    static func said(_ text: String) -> [String] {
        `host.conf`.decode(text).1.map { "\($0.severity): \($0.message) [\($0.key ?? "")] \($0.hint ?? "")" }
    }

    @Test(arguments: HostKey.all.map(\.written))
    func `a misspelt key is answered with the right one`(name: String) {
        var wrong = name
        wrong.remove(at: wrong.index(after: wrong.startIndex))
        #expect(
            Self.said("\(wrong) = 1\n") == ["error: there is no key \"\(wrong)\" [\(wrong)] did you mean \"\(name)\"?"])
    }

    @Test(arguments: HostKey.all)
    func `a key that is written twice is a warning`(key: HostKey) {
        let once = "\(key.written) = \(Self.right(key))\n"
        #expect(
            Self.said(once + once).filter { $0.contains("already") } == [
                "warning: \"\(key.written)\" was already set on line 1; the last assignment counts [] leave one of them out"
            ])
    }

    @Test(arguments: HostKey.all)
    func `a value of the wrong type is named`(key: HostKey) {
        let takesList = key.kind.words.contains("list of")
        let wrong = takesList ? "[[1]]" : "[1]"
        let message = takesList ? "a string is wanted here, not a list" : "one value is wanted here, not a list"
        #expect(Self.said("\(key.written) = \(wrong)\n") == ["error: \(message) [\(key.written)] "])
    }

    @Test(arguments: HostKey.all)
    func `a value that is out of range, or no value at all for this key, is named`(key: HostKey) {
        let (value, message): (String, String)
        switch key.kind {
        case .memory:
            (value, message) = ("1", "1M is too little for dom0 to boot [\(key.written)] write at least \"256M\"")
        case .count(let range):
            let above = range.upperBound + 1
            (value, message) = (
                "\(above)",
                "\"\(above)\" is not a number from \(range.lowerBound) to \(range.upperBound) [\(key.written)] "
            )
        case .flag:
            (value, message) = (
                "2", "\"2\" is neither 0 nor 1 [\(key.written)] the grammar has no true and false: write 1 or 0"
            )
        case .countOr(let range, let word):
            let above = range.upperBound + 1
            (value, message) = (
                "\(above)",
                "\"\(above)\" is neither a number from \(range.lowerBound) to \(range.upperBound) nor \"\(word)\" [\(key.name)] "
            )
        case .duration(let range) where range.contains(0): return
        case .duration(let range):
            (value, message) = (
                "0", "0s is not between \(range.lowerBound) and \(range.upperBound) seconds [\(key.written)] "
            )
        case .choice(let words):
            let listed = words.map { "\"\($0)\"" }.joined(separator: ", ")
            (value, message) = ("\"never\"", "\"never\" is none of \(listed) [\(key.written)] ")
        case .path:
            (value, message) = (
                "\"logs\"", "\"logs\" is not an absolute path [\(key.written)] as in \"/var/log/xen/console\""
            )
        case .xen(.choice), .xen(.flagOr):
            (value, message) = (
                "\"zzzzzzzzz\"", "\"zzzzzzzzz\" is none of \(key.kind.words) [\(key.written)] "
            )
        case .xen(.size(let range)):
            (value, message) = (
                "\"1T\"", "\"1T\" is not between \(range.lowerBound)K and \(range.upperBound >> 10)M [\(key.written)] "
            )
        default: return
        }
        #expect(Self.said("\(key.written) = \(value)\n") == ["error: " + message])
    }

    @Test(arguments: [
        (
            "dom0.nodes = \"strct\"",
            "\"strct\" is none of a node's number, \"relaxed\", \"strict\" [dom0.nodes] did you mean \"strict\"?"
        ),
        (
            "console.devices = [\"com3\"]",
            "\"com3\" is not a word that Xen takes here [console.devices] did you mean \"com1\"?"
        ),
        (
            "console.vga = \"text-80x26\"",
            "\"text-80x26\" is not a mode of the screen [console.vga] write \"ask\", \"current\", \"text-80xROWS\", "
                + "\"gfx-WIDTHxHEIGHTxDEPTH\" or \"mode-HEX\", and \",keep\" after it"
        ),
        (
            "console.ring = \"much\"",
            "\"much\" is not a size [console.ring] write a number and a unit, as in \"64K\" or \"1M\""
        ),
        (
            "console.switch = \"1\"",
            "\"1\" is not a key for the console [console.switch] write a letter, and x after it to leave the console with Xen"
        ),
        (
            "serial.com1 = \"115200,8x1\"",
            "\"115200,8x1\" is not how a serial port is set up [serial.com1] write string, as \"115200,8n1\" or \"115200,8n1,pci\""
        ),
        (
            "serial.com2 = \"baud=1\"",
            "\"baud=1\" is not how a serial port is set up [serial.com2] write string, as \"115200,8n1\" or \"115200,8n1,pci\""
        ),
        (
            "xen.log_level = \"loud\"",
            "\"loud\" is not a level of messages [xen.log_level] write \"none\", \"error\", \"warning\", \"info\", \"debug\" "
                + "or \"all\", or two of them with / between"
        ),
        (
            "xen.guest_log_level = \"all/\"",
            "\"all/\" is not a level of messages [xen.guest_log_level] write \"none\", \"error\", \"warning\", \"info\", "
                + "\"debug\" or \"all\", or two of them with / between"
        ),
        (
            "cpu.ucode = \"scam\"",
            "\"scam\" is none of [no-]scan, [no-]nmi, [no-]digest-check, a module's number [cpu.ucode] did you mean \"scan\"?"
        ),
        (
            "cpu.spec_ctrl = \"no-ibsr\"",
            "\"no-ibsr\" is not a word that Xen takes here [cpu.spec_ctrl] did you mean \"no-ibrs\"?"
        ),
        (
            "cpu.xpti = [\"domz\"]",
            "\"domz\" is none of 0 or 1, \"default\", [no-]dom0, [no-]domu [cpu.xpti] did you mean \"dom0\"?"
        ),
        ("cpu.cet = \"ibs\"", "\"ibs\" is none of 0 or 1, [no-]shstk, [no-]ibt [cpu.cet] did you mean \"ibt\"?"),
        ("cpu.ept = \"sp\"", "\"sp\" is none of [no-]ad, [no-]pml, [no-]exec-sp [cpu.ept] "),
        (
            "cpu.cpufreq = \"fast\"",
            "\"fast\" is not a way to set the CPUs' frequency [cpu.cpufreq] write \"none\", \"dom0-kernel\", \"xen\", \"hwp\" "
                + "or \"amd-cppc\", with what Xen takes after it"
        ),
        (
            "cpu.cpufreq = \"hwp;xen\"",
            "GRUB does not take \";\" as a part of a word [cpu.cpufreq] leave out what follows it"
        ),
        (
            "cpu.max_cstate = 10",
            "\"10\" is not a depth of sleep [cpu.max_cstate] write number from 0 to 9, or a string with a second one, as \"1,0\""
        ),
        (
            "xen.reboot = [\"hot\"]",
            "\"hot\" is not a word that Xen takes here [xen.reboot] the words are: \"triple\", \"kbd\", \"acpi\", "
                + "\"pci\", \"Power\", \"efi\", \"xen\", \"no\", \"warm\", \"cold\""
        ),
        (
            "xen.crashkernel = \"some\"",
            "\"some\" is not a reservation for a crash kernel [xen.crashkernel] write string, as \"256M\", \"256M,below=4G\" or "
                + "\"0-16G:256M,16G-:512M\""
        ),
        (
            "xen.crashkernel = \"256M<4G\"",
            "GRUB does not take \"<\" as a part of a word [xen.crashkernel] write \",below=\" before the limit"
        ),
        ("xen.watchdog = \"yes\"", "\"yes\" is none of 0, 1, \"force\" [xen.watchdog] write 1 or 0"),
        ("cpu.ept = []", "the list is empty [cpu.ept] "),
    ])
    func `a text that Xen would not read is named`(line: String, message: String) {
        #expect(Self.said(line + "\n") == ["error: " + message])
    }

    /// A value that the key takes.
    static func right(_ key: HostKey) -> String {
        for candidate in ["1", "30", "\"2G\"", "\"/srv\"", "[]", "[\"scan\"]"] {
            if !`host.conf`.decode("\(key.written) = \(candidate)\n").1.contains(where: { $0.severity == .error }) {
                return candidate
            }
        }
        return "\"\(key.fallback)\""
    }
}

extension HostKey {
    /// The key as it stands in a file.
    fileprivate var written: String { name.replacing(HostKey.placeholder, with: "br0") }
}
