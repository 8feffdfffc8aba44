import Formats
import Testing

/// Numbers that look random and are the same in each run.
private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % sides
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }
}

private let grammars: [any XLSpecification.Type] = [
    DiskSpecification.self, VIFSpecification.self, PCISpecification.self, ReservedMemorySpecification.self,
    USBControllerSpecification.self, USBDeviceSpecification.self, FramebufferSpecification.self,
    ChannelSpecification.self, FileSystemSpecification.self, TPMSpecification.self, SocketCallsSpecification.self,
    VirtIOSpecification.self, KeyboardSpecification.self, DisplaySpecification.self, SoundSpecification.self,
    CPUSelection.self, NUMANodeSetting.self, IOPortRange.self, InterruptNumber.self, DeviceMemoryRange.self,
    CacheColorRange.self, CPUIDFlags.self, CPUIDLeaf.self, SMBIOSString.self, ViridianGroup.self,
    MachineCheckCapability.self, BootOrder.self, ArmSystemController.self, DeviceTreePath.self, StoreQuota.self,
    UUIDText.self,
]

private let pieces = [
    ",", ",", ",", "=", ":", ";", "@", "-", "^", " ", "\n", ".", "/", "!", "0", "1", "010", "0x1f", "7", "ff", "x",
    "9223372036854775807", "99999999999999999999", "é", "\u{301}", "raw", "raw:", "qcow2", "vhd:", "phy:", "iscsi:",
    "rbd:", "target=", "vdev=", "xvda", "hdc", ":cdrom", "cdrom", "format=", "access=", "r", "w", "devtype=", "disk",
    "/dev/a", "script=", "backend=", "dom0", "mac=00:16:3e:00:00:01", "bridge=", "br0", "rate=", "10Mb/s", "@50ms",
    "mtu=1500", "trusted", "03:00.0", "@1f", "name=", "vslot=", "permissive=", "type=", "hostdev", "hostbus=",
    "hostaddr=", "version=", "ports=", "connection=", "pty", "socket", "path=", "tag=", "security_model=", "none",
    "uuid=", "virtio,", "backend-type=", "linux", "connectors=", "id:1x2", "card", "pcm", "stream", "sample-rates=",
    "all", "nodes:", "pnode=", "size=", "vcpus=", "0-1", "host", "tm=", "ecx=", String(repeating: "x", count: 32),
    "oem=", "strategy=", "policy=", "strict", "vnc=", "stimer",
]

/// What is wrong with how a grammar treats a text; `nil` when nothing is.
private func complaint<Value: XLSpecification>(about grammar: Value.Type, reading text: String) -> String? {
    var remarks: [SpecificationRemark] = []
    let whole = 0...text.utf8.count
    var ranges: [Range<Int>] = []
    do {
        let value = try Value(parsing: text, remarks: &remarks)
        // A value that was read has to be one that can be written; what its text gives is compared below.
        guard let again = try? Value(parsing: value.text), again == value, again.text == value.text else {
            return "\(Value.self): \"\(text)\" was written as \"\(value.text)\""
        }
    } catch {
        ranges.append(error.range)
    }
    ranges += remarks.map(\.range)
    let isInside = ranges.allSatisfy { whole.contains($0.lowerBound) && whole.contains($0.upperBound) }
    return isInside ? nil : "\(Value.self): \"\(text)\" has a place outside"
}

private func read<Value: XLSpecification>(_ text: String, as grammar: Value.Type) -> Bool {
    // Whether it is right does not matter, only that it ends.
    (try? Value(parsing: text)) != nil
}

@Suite struct `specifications made at random` {
    @Test func `none stops the program, and what is read comes back from its text`() {
        var dice = Dice(state: 4_170_720)
        var right = 0
        for round in 0..<3_000 {
            var text = ""
            for _ in 0..<(1 + dice.roll(4)) { text += dice.pick(pieces) }
            for grammar in [grammars[round % grammars.count], DiskSpecification.self] {
                #expect(complaint(about: grammar, reading: text) == nil)
                if read(text, as: grammar) { right += 1 }
            }
        }
        #expect(right > 10)
    }

    @Test(arguments: ["raw:", " cdrom,", "a", ",", " ", "\n", "bridge=a,", "0,", "x=", "-", "cdrom, "])
    func `a long string of anything is read in one go`(piece: String) {
        let text = String(repeating: piece, count: 10_000 / piece.utf8.count)
        for grammar in grammars { _ = read(text, as: grammar) }
    }
}
