import Formats
import Testing

@Suite struct `ELF files` {
    private static let full = SmallELF(
        interpreter: "/lib64/ld-linux-x86-64.so.2", soname: "libmine.so.1",
        needed: ["libxlutil.so.4.17", "libxenlight.so.4.17", "libc.so.6"], rpath: "/opt/old",
        runpath: "$ORIGIN/../lib:/opt/xen/lib")

    @Test(arguments: [true, false])
    func `a program says what it needs and where to look, in 32 bits as in 64`(is64: Bool) throws {
        var small = Self.full
        small.is64 = is64
        small.machine = is64 ? 62 : 3
        #expect(
            try ELFFile(small.bytes)
                == ELFFile(
                    wordSize: is64 ? .bits64 : .bits32, machine: is64 ? 62 : 3,
                    interpreter: "/lib64/ld-linux-x86-64.so.2", soname: "libmine.so.1",
                    needed: ["libxlutil.so.4.17", "libxenlight.so.4.17", "libc.so.6"], rpath: ["/opt/old"],
                    runpath: ["$ORIGIN/../lib", "/opt/xen/lib"]))
    }

    @Test func `the program that runs these tests can be read`() throws {
        let library = SmallELF(soname: "libc.so.6").bytes
        #expect(try ELFFile(library).interpreter == nil)
        #expect(try ELFFile(library).needed == [])
    }

    @Test(arguments: [
        ([UInt8](), ELFError.notELF, "not an ELF file"),
        (Array("#!/usr/bin/python3\n".utf8) + [UInt8](repeating: 0x20, count: 64), .notELF, "not an ELF file"),
        (
            [0x7F, 0x45, 0x4C, 0x46, 2, 2, 1] + [UInt8](repeating: 0, count: 64), .foreign,
            "not a little-endian ELF file of 32 or 64 bits"
        ),
        (
            Array(full.bytes.prefix(100)), .outOfBounds("program header"),
            "damaged: its program header does not fit into the file"
        ),
        (
            Array(full.bytes.dropLast(8)), .outOfBounds("segment 0"),
            "damaged: its segment 0 does not fit into the file"
        ),
    ])
    func `what is no whole ELF file is said to be so`(bytes: [UInt8], error: ELFError, sentence: String) {
        #expect(throws: error) { try ELFFile(bytes) }
        #expect("\(error)" == sentence)
    }

    @Test func `no byte that is changed, and no end that is cut off, does harm`() {
        let whole = Self.full.bytes
        for index in whole.indices {
            for value in [0x00, 0x7F, 0x80, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[index] = value
                // try?: whether it can be read does not matter, only that nothing traps.
                _ = try? ELFFile(bytes)
            }
            _ = try? ELFFile(Array(whole[..<index]))
        }
    }

    @Test func `a library of another machine is passed over`() throws {
        let program = try ELFFile(Self.full.bytes)
        #expect(program.accepts(ELFFile()))
        #expect(!program.accepts(ELFFile(wordSize: .bits32, machine: 3)))
    }
}
