/// What a kernel's ELF file says to Xen in its notes: how it can be started.
///
/// Source: Xen xen/include/public/elfnote.h, xen/common/libelf/libelf-dominfo.c.
package struct XenNotes: Sendable, Equatable {
    /// The types of the notes that are named "Xen".
    package var types: Set<UInt32>
    /// Whether it has a section `__xen_guest`, where kernels of before 2006 say the same.
    package var hasOldSection: Bool
    /// Whether it is a file of 32 bits.
    package var is32Bit = false

    package init(types: Set<UInt32> = [], hasOldSection: Bool = false) {
        self.types = types
        self.hasOldSection = hasOldSection
    }

    /// XEN_ELFNOTE_ENTRY: where a PV guest begins.
    package static let entry: UInt32 = 1
    /// XEN_ELFNOTE_PHYS32_ENTRY: where a PVH guest begins.
    package static let phys32Entry: UInt32 = 18
    /// XEN_ELFNOTE_XEN_VERSION and XEN_ELFNOTE_LOADER: with both a PV guest may begin where the ELF header says.
    private static let generic: Set<UInt32> = [5, 8]

    package var startsPV: Bool { types.contains(Self.entry) || hasOldSection || types.isSuperset(of: Self.generic) }
    package var startsPVH: Bool { types.contains(Self.phys32Entry) }

    /// Reads the notes of the file's segments and sections; `read` is asked for ranges within `0..<size` only.
    package init(size: Int, read: @escaping (Range<Int>) -> [UInt8]?) throws(ELFError) {
        let image = try ELFImage(size: size, read: read)
        self.init()
        is32Bit = image.wordSize == .bits32
        for area in try image.noteSegments() { types.formUnion(Self.types(in: area)) }
        let sections = try image.noteSections()
        for area in sections.notes { types.formUnion(Self.types(in: area)) }
        hasOldSection = sections.names.contains("__xen_guest")
    }

    /// The types of Xen's notes among those of one area: name and description are padded to four bytes each.
    private static func types(in area: [UInt8]) -> Set<UInt32> {
        var types: Set<UInt32> = []
        var place = 0
        while place + 12 <= area.count {
            let (name, description) = (Int(area.word32(at: place)), Int(area.word32(at: place + 4)))
            let type = area.word32(at: place + 8)
            let rest = area.count - place - 12
            guard name <= rest, description <= rest else { break }
            if area[(place + 12)..<(place + 12 + name)].elementsEqual("Xen\0".utf8) { types.insert(type) }
            place += 12 + name.aligned(to: 4) + description.aligned(to: 4)
        }
        return types
    }
}

extension ELFImage {
    private static let note: UInt64 = 4
    private static let noteSection: UInt64 = 7
    /// More than the notes of any kernel take.
    private static let longestNotes: UInt64 = 1 << 20
    /// More sections than a kernel has without `-ffunction-sections`.
    private static let mostSections = 4096

    /// The content of each note segment; one that does not fit into the file is damage.
    func noteSegments() throws(ELFError) -> [[UInt8]] {
        var areas: [[UInt8]] = []
        for segment in try segments([Self.note]) {
            guard segment.length <= Self.longestNotes, let area = bytes(segment.offset, segment.length) else {
                throw .outOfBounds("notes")
            }
            areas.append(area)
        }
        return areas
    }

    /// The content of each note section, and the names of all sections.
    func noteSections() throws(ELFError) -> (notes: [[UInt8]], names: Set<String>) {
        let sections = try sectionTable(mostOf: Self.mostSections)
        var found: (notes: [[UInt8]], names: Set<String>) = ([], [])
        for section in sections.list {
            // try?: a section whose name cannot be read has none that is looked for.
            if let table = sections.names, let name = try? string(section.name, of: table) { found.names.insert(name) }
            guard section.type == Self.noteSection else { continue }
            guard section.length <= Self.longestNotes, let area = bytes(section.offset, section.length) else {
                throw .outOfBounds("notes")
            }
            found.notes.append(area)
        }
        return found
    }
}
