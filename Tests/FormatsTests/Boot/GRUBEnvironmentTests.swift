import Formats
import Testing

@Suite struct `GRUB's environment block` {
    private let signature = "# GRUB Environment Block\n"

    private func block(_ lines: String) -> [UInt8] {
        let used = Array((signature + lines).utf8)
        return used + [UInt8](repeating: UInt8(ascii: "#"), count: 1024 - used.count)
    }

    @Test func `a block is read and written to the byte`() throws {
        let bytes = block("# WARNING: a comment\\\nsaved_entry=a>b=c\nnext_entry=\nmenu=a\\\\b\\\nc\n")
        let environment = try GRUBEnvironment(parsing: bytes)
        #expect(environment.values == ["saved_entry": "a>b=c", "next_entry": "", "menu": "a\\b\nc"])
        #expect(environment["saved_entry"] == "a>b=c")
        #expect(environment.bytes == bytes)
    }

    @Test func `a variable is set in its place, and the size stays`() throws {
        var environment = try GRUBEnvironment(parsing: block("a=1\n# kept\nb=2\na=3\n"))
        #expect(environment["a"] == "3")
        try environment.set("a", to: "x\\y\nz")
        try environment.set("reeve_good", to: "xen4.17")
        #expect(environment.bytes == block("a=x\\\\y\\\nz\n# kept\nb=2\nreeve_good=xen4.17\n"))
        #expect(try GRUBEnvironment(parsing: environment.bytes)["a"] == "x\\y\nz")
        try environment.set("a", to: nil)
        try environment.set("absent", to: nil)
        #expect(environment.bytes == block("# kept\nb=2\nreeve_good=xen4.17\n"))
    }

    @Test func `a new block is as grub-editenv makes it`() {
        #expect(GRUBEnvironment().bytes == block(""))
    }

    @Test func `what does not fit is refused, and nothing is changed`() throws {
        var environment = GRUBEnvironment()
        try environment.set("a", to: String(repeating: "x", count: 1024 - signature.utf8.count - 3))
        let full = environment
        #expect(full.bytes.count == 1024)
        let error = #expect(throws: GRUBEnvironmentError.self) { try environment.set("b", to: "") }
        #expect(
            error?.description
                == "no room for \"b\" in GRUB's environment block: 1027 of 1024 bytes would be needed; take out a variable with \"grub-editenv FILE unset NAME\""
        )
        #expect(environment == full)
    }

    @Test(arguments: [
        ("", GRUBEnvironmentError.signature), ("# GRUB Environment Block", .signature),
        ("# GRUB Environment Block\na=1", .unfinishedLine), ("# GRUB Environment Block\na=1\\\n##", .unfinishedLine),
    ])
    func `a damaged block is refused`(text: String, error: GRUBEnvironmentError) {
        #expect(throws: error) { try GRUBEnvironment(parsing: Array(text.utf8)) }
    }

    @Test(arguments: ["", "a=b", "a b", "1a", "a\n"]) func `a name is one that GRUB's shell knows`(name: String) {
        #expect(throws: GRUBEnvironmentError.name(name)) {
            var environment = GRUBEnvironment()
            try environment.set(name, to: "1")
        }
    }

    @Test func `no bytes stop the reader, and none are lost`() throws {
        var dice = SeededDice(7)
        let pieces: [[UInt8]] = ["\\", "\n", "=", "a", "#", "a=1\n"].map { Array($0.utf8) } + [[0], [0xFF]]
        for _ in 0..<1_000 {
            let bytes = Array(signature.utf8) + (0..<dice.roll(20)).flatMap { _ in dice.pick(pieces) }
            // Whether it is a block does not matter, only that it ends and keeps what it took.
            guard let environment = try? GRUBEnvironment(parsing: bytes) else { continue }
            #expect(environment.bytes == bytes)
        }
    }
}

@Suite struct `EFI variables` {
    @Test func `a string is four bytes of attributes and UTF-16`() throws {
        let file: [UInt8] = [7, 0, 0, 0, 0x61, 0, 0x2E, 0, 0xE9, 0, 0, 0]
        #expect(EFIVariable(text: "a.é").file == file)
        let variable = try #require(EFIVariable(file: file))
        #expect(variable.attributes == .lasting)
        #expect(variable.text == "a.é")
    }

    @Test func `a path of the loader is one of the ESP`() {
        #expect(
            EFIVariable(text: "\\loader\\entries\\reeve-a+0-1.conf").path == "/loader/entries/reeve-a+0-1.conf")
        #expect(EFIVariable(text: "").path == nil)
    }

    @Test func `Secure Boot is one byte, features are eight`() {
        #expect(EFIVariable(file: [6, 0, 0, 0, 1])?.number == 1)
        let features = EFIVariable(file: [6, 0, 0, 0, 0x18, 0, 0, 0, 0, 0, 0, 0])?.number
        #expect(features.map(LoaderFeatures.init) == [.entryOneShot, .bootCounting])
        #expect(EFIVariable(data: []).number == nil)
    }

    @Test func `names are those of efivarfs`() {
        #expect(EFIVariableName.entryOneShot.fileName == "LoaderEntryOneShot-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f")
        #expect(EFIVariableName.secureBoot.fileName == "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c")
    }

    @Test(arguments: [[], [7], [7, 0, 0]] as [[UInt8]]) func `a file that is too short is none`(bytes: [UInt8]) {
        #expect(EFIVariable(file: bytes) == nil)
    }

    @Test(arguments: [[0x61], [0x00, 0xD8, 0x61, 0]] as [[UInt8]]) func `what is no UTF-16 is no text`(data: [UInt8]) {
        #expect(EFIVariable(data: data).text == nil)
    }

    @Test func `no bytes stop the reader`() {
        var dice = SeededDice(8)
        for _ in 0..<2_000 {
            let bytes = dice.bytes(dice.roll(12))
            let variable = EFIVariable(file: bytes)
            _ = (variable?.text, variable?.path, variable?.number)
            #expect((variable?.file ?? bytes) == bytes)
        }
    }
}
