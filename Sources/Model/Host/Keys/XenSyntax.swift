import Formats

/// Values of Xen's command line that have rules of their own.
///
/// Source: Xen docs/misc/xen-command-line.pandoc; the parsers are named at each.
package enum XenSyntax: String, Sendable {
    /// `com1`: drivers/char/ns16550.c.
    case serial
    /// `vga`: arch/x86/boot/video.S and drivers/video/vga.c.
    case graphics
    /// `loglvl`: drivers/char/console.c.
    case level
    /// `cpufreq`: drivers/cpufreq/cpufreq.c.
    case frequency
    /// `max_cstate`: arch/x86/acpi/cpu_idle.c.
    case idle
    /// `crashkernel`: common/kexec.c.
    case crash
    /// `conswitch`: drivers/char/console.c.
    case keys

    struct Problem: Error {
        var message: String
        var hint: String?
    }

    /// What to write, for the manual.
    var words: String {
        switch self {
        case .serial: "string, as \"115200,8n1\" or \"115200,8n1,pci\""
        case .graphics:
            "\"ask\", \"current\", \"text-80xROWS\", \"gfx-WIDTHxHEIGHTxDEPTH\" or \"mode-HEX\", and \",keep\" after it"
        case .level: "\"none\", \"error\", \"warning\", \"info\", \"debug\" or \"all\", or two of them with / between"
        case .frequency: "\"none\", \"dom0-kernel\", \"xen\", \"hwp\" or \"amd-cppc\", with what Xen takes after it"
        case .idle: "number from 0 to 9, or a string with a second one, as \"1,0\""
        case .crash: "string, as \"256M\", \"256M,below=4G\" or \"0-16G:256M,16G-:512M\""
        case .keys: "a letter, and x after it to leave the console with Xen"
        }
    }

    var example: String {
        switch self {
        case .serial: "115200,8n1"
        case .graphics: "current,keep"
        case .level: "all"
        case .frequency: "xen:performance"
        case .idle: "1"
        case .crash: "256M,below=4G"
        case .keys: "a"
        }
    }

    /// Reads a value; what it needs of Xen comes with it.
    func read(_ text: String) throws(Problem) -> XenWord {
        if text.contains(";") || text.contains("<") {
            throw Problem(
                message: "GRUB does not take \"\(text.contains(";") ? ";" : "<")\" as a part of a word",
                hint: self == .crash ? "write \",below=\" before the limit" : "leave out what follows it")
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let since: XenVersion? =
            switch self {
            case .serial: SerialLine.isValid(parts) ? .oldestKnown : nil
            case .graphics: Self.isGraphics(parts) ? .oldestKnown : nil
            case .level: Self.isLevel(text) ? .oldestKnown : nil
            case .frequency: Self.frequency(text)
            case .idle: Self.idle(parts)
            case .crash: Self.isCrash(text) ? .oldestKnown : nil
            case .keys: Self.isKeys(text) ? .oldestKnown : nil
            }
        guard let since else { throw Problem(message: "\"\(text)\" is not \(noun)", hint: "write \(words)") }
        return XenWord(text: text, since: since)
    }

    private var noun: String {
        switch self {
        case .serial: "how a serial port is set up"
        case .graphics: "a mode of the screen"
        case .level: "a level of messages"
        case .frequency: "a way to set the CPUs' frequency"
        case .idle: "a depth of sleep"
        case .crash: "a reservation for a crash kernel"
        case .keys: "a key for the console"
        }
    }

    // MARK: One function for each

    private static func isGraphics(_ parts: [String]) -> Bool {
        guard let mode = parts.first, parts.count == 1 || parts.count == 2 && parts[1] == "keep" else { return false }
        if mode == "ask" || mode == "current" { return true }
        if mode.hasPrefix("text-80x") { return [25, 28, 30, 34, 43, 50, 60, 80].contains(Int(mode.dropFirst(8)) ?? 0) }
        if mode.hasPrefix("gfx-") {
            let sides = mode.dropFirst(4).split(separator: "x", omittingEmptySubsequences: false)
            return sides.count == 3 && sides.allSatisfy { (1...65535).contains(Int($0) ?? 0) }
        }
        return mode.hasPrefix("mode-") && UInt16(mode.dropFirst(mode.hasPrefix("mode-0x") ? 7 : 5), radix: 16) != nil
    }

    private static func isLevel(_ text: String) -> Bool {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        return levels.count <= 2
            && levels.allSatisfy { ["none", "error", "warning", "info", "debug", "all"].contains($0) }
    }

    private static func frequency(_ text: String) -> XenVersion? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "," }.map(String.init)
        let (driver, rest) = (parts.first ?? "", parts.dropFirst())
        func all(_ isFine: (String) -> Bool) -> Bool {
            rest.allSatisfy { $0 == "verbose" || $0.isEmpty || isFine($0) }
        }
        switch driver {
        case "none", "dom0-kernel": return rest.isEmpty ? .oldestKnown : nil
        case "xen", "yes", "on", "true", "enable", "1":
            let governors = ["powersave", "performance", "ondemand", "userspace"]
            return all { governors.contains($0) || UInt32($0) != nil || $0.hasPrefix("verbose=") } ? .oldestKnown : nil
        case "hwp": return all { XenTerm.flag("hdc").takes($0) } ? XenVersion(4, 18) : nil
        case "amd-cppc": return all { XenTerm.flag("active").takes($0) } ? XenVersion(4, 21) : nil
        default: return nil
        }
    }

    /// The second number came with 4.13.
    private static func idle(_ parts: [String]) -> XenVersion? {
        guard parts.count <= 2, parts.allSatisfy({ (0...9).contains(Int($0) ?? -1) }) else { return nil }
        return parts.count == 2 ? XenVersion(4, 13) : .oldestKnown
    }

    private static func isKeys(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, (0x61...0x7A).contains(first) else { return false }
        return bytes.count == 1 || bytes.count == 2 && bytes[1] == UInt8(ascii: "x")
    }

    private static func isCrash(_ text: String) -> Bool {
        var areas = text
        if let limit = text.firstRange(of: ",below=") {
            guard kibibytes(String(text[limit.upperBound...])) != nil else { return false }
            areas = String(text[..<limit.lowerBound])
        } else if let place = text.firstIndex(of: "@") {
            guard kibibytes(String(text[text.index(after: place)...])) != nil else { return false }
            areas = String(text[..<place])
        }
        guard areas.contains(":") else { return kibibytes(areas) != nil }
        return areas.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { area in
            let halves = area.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard halves.count == 2, kibibytes(halves[1]) != nil else { return false }
            let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard ends.count == 2, let first = kibibytes(ends[0]) else { return false }
            return ends[1].isEmpty || kibibytes(ends[1]).map { $0 > first } ?? false
        }
    }

    /// An amount as Xen reads it, in KiB, rounded up; `nil` for anything else.
    static func kibibytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number < 1 << 40, digits == "0" || digits.first != "0" else { return nil }
        switch text.dropFirst(digits.count).lowercased() {
        case "b": return (number + 1023) >> 10
        case "", "k": return number
        case "m": return number << 10
        case "g": return number << 20
        case "t" where number < 1 << 30: return number << 30
        default: return nil
        }
    }
}
