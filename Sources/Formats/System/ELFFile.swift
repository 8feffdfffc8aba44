/// What an ELF file tells the dynamic linker: which libraries it needs, what it is called, and where to look.
///
/// Only little-endian files are read, of 32 and 64 bits. Any bytes can be given: every offset is checked against the
/// file's size, and no table is taken to be longer than a real one ever is.
/// Source: System V ABI, gABI 4.1, chapters 4 and 5; elf(5).
package struct ELFFile: Sendable, Equatable {
    package enum WordSize: Int, Sendable { case bits32 = 32, bits64 = 64 }

    package var wordSize: WordSize
    /// `e_machine`, as 62 for x86-64.
    package var machine: UInt16
    /// `PT_INTERP`: the dynamic linker; `nil` for a library and for a static program.
    package var interpreter: String?
    /// `DT_SONAME`; `nil` when the file has none.
    package var soname: String?
    /// `DT_NEEDED`, in their order.
    package var needed: [String]
    /// `DT_RPATH`, as it stands: directories, with `$ORIGIN` and the like not yet replaced.
    package var rpath: [String]
    /// `DT_RUNPATH`, likewise; where there is one, the linker does not look at `rpath`.
    package var runpath: [String]

    package init(
        wordSize: WordSize = .bits64, machine: UInt16 = 62, interpreter: String? = nil, soname: String? = nil,
        needed: [String] = [], rpath: [String] = [], runpath: [String] = []
    ) {
        self.wordSize = wordSize
        self.machine = machine
        self.interpreter = interpreter
        self.soname = soname
        self.needed = needed
        self.rpath = rpath
        self.runpath = runpath
    }

    package init(_ bytes: [UInt8]) throws(ELFError) {
        try self.init(size: bytes.count) { Array(bytes[$0]) }
    }

    /// Reads the few parts that matter, so that a program of many megabytes need not be read whole.
    ///
    /// `read` is asked for ranges within `0..<size` only, and answers `nil` when it cannot.
    package init(size: Int, read: @escaping (Range<Int>) -> [UInt8]?) throws(ELFError) {
        let image = try ELFImage(size: size, read: read)
        self.init(wordSize: image.wordSize, machine: image.machine)
        let segments = try image.segments()
        if let interpreter = segments.first(where: { $0.type == ELFImage.interpreter }) {
            self.interpreter = try image.string(at: interpreter.offset, below: interpreter.end)
        }
        guard let dynamic = segments.first(where: { $0.type == ELFImage.dynamic }) else { return }
        let entries = try image.entries(of: dynamic)
        guard let table = entries.first(where: { $0.tag == Tag.strings }) else {
            if entries.contains(where: { $0.tag == Tag.needed }) { throw .noStrings }
            return
        }
        guard let start = ELFImage.offset(ofAddress: table.value, in: segments) else { throw .noStrings }
        let length = entries.first { $0.tag == Tag.stringsSize }?.value ?? UInt64(size)
        let strings = start..<start + (UInt64(size) - start < length ? UInt64(size) - start : length)
        for entry in entries {
            switch entry.tag {
            case Tag.needed: needed.append(try image.string(entry.value, of: strings))
            case Tag.soname: soname = try image.string(entry.value, of: strings)
            case Tag.rpath: rpath = Self.directories(try image.string(entry.value, of: strings))
            case Tag.runpath: runpath = Self.directories(try image.string(entry.value, of: strings))
            default: continue
            }
        }
    }

    /// Whether the dynamic linker would load `library` for this file: it passes over those of another machine.
    package func accepts(_ library: ELFFile) -> Bool {
        wordSize == library.wordSize && machine == library.machine
    }

    private enum Tag {
        static let needed: UInt64 = 1
        static let strings: UInt64 = 5
        static let stringsSize: UInt64 = 10
        static let soname: UInt64 = 14
        static let rpath: UInt64 = 15
        static let runpath: UInt64 = 29
    }

    private static func directories(_ text: String) -> [String] { text.split(separator: ":").map(String.init) }
}

/// Why a file's dynamic section cannot be read.
package enum ELFError: Error, Equatable, CustomStringConvertible {
    /// It does not begin with ELF's magic number.
    case notELF
    /// Big-endian, or a word size or version that there is not.
    case foreign
    /// A table lies outside the file, or is longer than any real one; the word says which.
    case outOfBounds(String)
    /// It needs libraries and has no table with their names.
    case noStrings

    package var description: String {
        switch self {
        case .notELF: "not an ELF file"
        case .foreign: "not a little-endian ELF file of 32 or 64 bits"
        case .outOfBounds(let what): "damaged: its \(what) does not fit into the file"
        case .noStrings: "damaged: the names of its libraries are missing"
        }
    }
}
