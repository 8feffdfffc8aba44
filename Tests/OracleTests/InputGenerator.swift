/// Makes up xl files: right ones, ones that were damaged, and heaps of tokens and bytes.
struct InputGenerator {
    var random: SeededGenerator

    static let keys = [
        "a", "b", "memory", "disk", "vif.default.bridge", "x_1", "d0", "z.", "a_very_long_key_name_of_xl",
    ]

    mutating func next() -> [UInt8] {
        var bytes: [UInt8]
        switch random.below(10) {
        case 0...2: bytes = Array(document().utf8)
        case 3: bytes = Array(random.pick(Self.realFiles).utf8)
        case 4: bytes = tokens()
        case 5: bytes = soup()
        default: bytes = damaged(Array((random.oneIn(4) ? random.pick(Self.realFiles) : document()).utf8))
        }
        if random.oneIn(12) { bytes = Array(bytes.prefix(random.below(bytes.count + 1))) }
        return bytes
    }

    // MARK: - Right files

    private mutating func document() -> String {
        var text = ""
        for _ in 0..<random.below(7) {
            text += blanks()
            if !random.oneIn(6) { text += assignment() }
            text += random.oneIn(5) ? ";" : newline()
        }
        return random.oneIn(4) ? text + assignment() : text
    }

    private mutating func assignment() -> String {
        random.pick(Self.keys) + blanks() + (random.oneIn(4) ? "+=" : "=") + blanks() + value(depth: 0) + blanks()
    }

    private mutating func value(depth: Int) -> String {
        guard depth < 5, random.oneIn(3) else { return atom() }
        var text = "[" + space()
        let count = random.below(4)
        for index in 0..<count {
            text += value(depth: depth + 1) + space()
            if index < count - 1 || random.oneIn(4) { text += "," + space() }
        }
        return text + "]"
    }

    private mutating func atom() -> String {
        switch random.below(5) {
        case 0:
            return random.pick([
                "0", "1", "512", "010", "08", "0x1f", "0xx", "0b11", "9223372036854775807", "9223372036854775808",
                "99999999999999999999", "1e3", "0x",
            ])
        case 1:
            return random.pick([
                "' 12'", "'-5'", "'+0x10'", "\"-9223372036854775808\"", "'-9223372036854775809'", "'12 '", "''",
                "'- 1'", "\"0X1F\"", "\"\\t7\"", "'99999999999999999999z'", "'0x8000000000000000'", "'\\v-010'",
            ])
        default:
            let quote = random.oneIn(2) ? "\"" : "'"
            let other = quote == "'" ? "\"" : "'"
            var text = quote
            for _ in 0..<random.below(6) {
                text += random.pick([
                    "x", " ", "#", ";", ",", "[", "é", "\r", "\u{1}", other, "\\\\", "\\" + quote, "\\" + other, "\\n",
                    "\\t", "\\a", "\\b", "\\f", "\\r", "\\v", "\t", "phy:/dev/vg/x,xvda,w", "=",
                ])
                if random.oneIn(40) { text += escape() }
            }
            return text + quote
        }
    }

    /// Escapes that libxlutil reads in a way of its own, or not at all.
    private mutating func escape() -> String {
        var text = "\\" + random.pick(["0", "1", "7", "8", "x", "q", "\t", "é"])
        for _ in 0..<random.below(5) {
            text += random.pick(["0", "1", "7", "9", " ", "\t", "+", "-", "a", "f", "\u{b}"])
        }
        return text
    }

    private mutating func blanks() -> String { random.pick(["", "", " ", "\t", "  "]) }

    private mutating func newline() -> String {
        random.oneIn(4) ? "# \(random.pick(["", "c", "'", "\0", "\r"]))\n" : "\n"
    }

    private mutating func space() -> String { random.oneIn(5) ? blanks() + newline() + blanks() : blanks() }

    // MARK: - Wrong files

    private static let pieces = [
        "a", "b=", "=", "+=", "+", "[", "]", ",", ";", "\n", "\n", " ", "\t", "#", "# c\n", "1", "0x1", "'s'", "\"s\"",
        "'", "\"", "\\", "\\n", "\r\n", "\r", "-", "(", ":", ".", "_", "A", "@", "é", "\u{FEFF}", "a=1\n", "a=[1]\n",
        "a+='x'", "\0",
    ]

    private mutating func tokens() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<random.below(14) { bytes += Array(random.pick(Self.pieces).utf8) }
        return bytes
    }

    private mutating func soup() -> [UInt8] {
        let start: [UInt8] = random.oneIn(2) ? Array("a=".utf8) : []
        return start + (0..<random.below(12)).map { _ in UInt8(truncatingIfNeeded: 1 + random.below(255)) }
    }

    private mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(3) {
            let at = random.below(bytes.count + 1)
            let end = min(bytes.count, at + random.below(8))
            switch random.below(6) {
            case 0: bytes.removeSubrange(at..<end)
            case 1: bytes.insert(contentsOf: bytes[at..<end], at: random.below(bytes.count + 1))
            case 2: bytes.replaceSubrange(at..<end, with: Array(random.pick(Self.pieces).utf8))
            case 3 where at < bytes.count: bytes[at] = UInt8(truncatingIfNeeded: 1 + random.below(255))
            case 4: bytes.insert(contentsOf: Array(escape().utf8), at: at)
            default: bytes.insert(contentsOf: Array(random.pick(Self.pieces).utf8), at: at)
            }
        }
        return bytes
    }

    private static let realFiles = [
        """
        # A guest as people write it
        name = "web1"
        type = "pvh"
        kernel = "/boot/vmlinuz"; ramdisk = '/boot/initrd.img'
        memory = 512
        disk = [ "phy:/dev/vg0/web,xvda,w",   # root
                 'file:/srv/iso/debian.iso,xvdb:cdrom,r', ]
        vif = [ 'mac=00:16:3e:00:00:01,bridge=xenbr0' ]
        on_crash = "restart"

        """,
        """
        vnuma = [ [ "pnode=0", "size=512", "vcpus=0-1", "vdistances=10,20" ],
                  [ "pnode=1", "size=512", "vcpus=2-3", "vdistances=20,10" ] ]
        cpuid = "host,tm=0,sse3=0"
        a = "x"
        a += "y"
        disk = []
        disk += [ 'one' ]
        disk += [ "two", "three" ]
        """,
        "autoballoon=\"off\"\nvif.default.bridge=\"xenbr0\"\nclaim_mode=1\n#lockfile=\"/run/lock/xl\"\n",
        "memory = 512\r\nname = 'x'\r\n",
        "import os\nmemory = 512\ndef f(x):\n  return x\n",
    ]
}
