import Formats
import Model
import Testing

@Suite struct `a look before the start` {
    @Test(arguments: PreflightCase.obstacles)
    func `says what is in the way, and what to do`(_ one: PreflightCase) {
        #expect(one.found.obstacles == one.sentences)
        #expect(one.found.warnings == [])
    }

    @Test(arguments: PreflightCase.warnings + PreflightCase.quiet)
    func `lets start what may work`(_ one: PreflightCase) {
        #expect(one.found.obstacles == [])
        #expect(one.found.warnings == one.sentences)
    }

    @Test func `names everything at once`() {
        let one = PreflightCase("", "kernel = \"/k\"\ndisk = [\"phy:/dev/vg/x,xvda,w\"]\nvif = [\"bridge=b\"]\n", []) {
            $0.places = ["/k": .absent, "/dev/vg/x": .absent]
        }
        #expect(one.found.obstacles.count == 3)
    }

    @Test func `memory is told from what waiting does not cure`() {
        let one = PreflightCase("", "memory = 128\n", []) { $0.freeMemory = .init(free: 64, canBalloon: false) }
        #expect(one.found.mayPass)
        let other = PreflightCase("", "memory = 128\nvif = [\"bridge=b\"]\n", []) {
            $0.freeMemory = .init(free: 64, canBalloon: false)
        }
        #expect(!other.found.mayPass)
    }
}

@Suite struct `the memory of a guest` {
    /// As libxl 4.17 counts it.
    @Test(arguments: [
        ("memory = 128\n", XLGuestType.pv, GuestMemory(size: 128, overhead: 0, wanted: 132)),
        ("memory = 1024\nvcpus = 4\n", .pvh, GuestMemory(size: 1024, overhead: 8, wanted: 1034)),
        ("memory = 1024\nmaxmem = 2048\nvcpus = 2\n", .hvm, GuestMemory(size: 1024, overhead: 10, wanted: 1036)),
        ("memory = 512\nshadow_memory = 16\n", .hvm, GuestMemory(size: 512, overhead: 16, wanted: 530)),
        ("maxmem = 256\n", .pv, GuestMemory(size: 256, overhead: 0, wanted: 260)),
    ])
    func `is what it gets and what Xen needs for it`(text: String, type: XLGuestType, memory: GuestMemory) {
        #expect(GuestMemory(of: `what is rendered of a guest`.guest(text), type: type) == memory)
    }

    @Test(arguments: ["", "memory = 0\n", "memory = \"lots\"\n", "memory = 64\nvnuma = [[\"size=64\"]]\n"])
    func `is not known where the guest does not say it`(text: String) {
        #expect(GuestMemory(of: `what is rendered of a guest`.guest(text), type: .pv) == nil)
    }

    @Test func `no number overflows`() {
        for value in [Int.max, 1 << 40, (1 << 40) - 1] {
            let text =
                "memory = \"\(value)\"\nmaxmem = \"\(value)\"\nvcpus = \"\(value)\"\nshadow_memory = \"\(value)\"\n"
            _ = GuestMemory(of: `what is rendered of a guest`.guest(text), type: .hvm)
        }
    }
}
