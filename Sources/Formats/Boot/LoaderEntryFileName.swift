/// The file name of a boot loader entry, with the boot counting that systemd-boot keeps in it.
///
/// `name.conf`, `name+LEFT.conf` or `name+LEFT-DONE.conf`. systemd-boot takes one from LEFT and adds one to DONE by
/// renaming the file before each start; at 0 left the entry is bad and sorts last. The last `+` counts.
/// Source: Boot Loader Specification, "Boot counting"; systemd src/boot/efi/boot.c, `boot_entry_parse_tries`.
package struct LoaderEntryFileName: Hashable, Sendable, CustomStringConvertible {
    /// How often an entry may be tried, and was.
    package struct Tries: Hashable, Sendable {
        package var left: Int
        package var done: Int

        package init(left: Int, done: Int = 0) {
            self.left = left
            self.done = done
        }
    }

    /// Without `.conf` and without counters.
    package let name: String
    /// `nil` for an entry that is not counted: a good one.
    package let tries: Tries?

    /// A name for a new file; `nil` when it has characters that the specification does not allow, or is too long.
    ///
    /// `+` is left to counting. Source: Boot Loader Specification, "Type #1 Boot Loader Entries".
    package init?(_ name: String, tries: Tries? = nil) {
        guard !name.isEmpty, name.utf8.count <= 200, name.utf8.first != UInt8(ascii: "."),
            name.utf8.allSatisfy({ $0.isLetter || $0.isDigit || "._-".utf8.contains($0) })
        else { return nil }
        if let tries {
            guard (0...Self.mostTries).contains(tries.left), (0...Self.mostTries).contains(tries.done) else {
                return nil
            }
        }
        self.name = name
        self.tries = tries
    }

    /// Reads any file name that systemd-boot takes for an entry; `nil` for others.
    package init?(parsing file: String) {
        let bytes = Array(file.utf8)
        let ending = Array(".conf".utf8)
        let lowered = bytes.suffix(ending.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard bytes.count > ending.count, lowered == ending, bytes.first != UInt8(ascii: "."),
            !file.hasPrefix("auto-"), !bytes.contains(0), !bytes.contains(UInt8(ascii: "/"))
        else { return nil }
        let stem = bytes.dropLast(ending.count)
        // With another spelling of the ending, systemd-boot takes the entry but finds no counter.
        if bytes.suffix(ending.count).elementsEqual(ending), let plus = stem.lastIndex(of: UInt8(ascii: "+")),
            let tries = Self.tries(stem[(plus + 1)...])
        {
            (name, self.tries) = (stem[..<plus].text, tries)
        } else {
            (name, tries) = (stem.text, nil)
        }
    }

    /// Whether systemd-boot has used up all tries.
    package var isBad: Bool { tries?.left == 0 }

    /// The name that the file has once it is known to be good.
    package var blessed: LoaderEntryFileName { LoaderEntryFileName(name: name, tries: nil) }

    /// The name that systemd-boot gives the file before it starts the entry.
    package var afterStart: LoaderEntryFileName {
        guard let tries else { return self }
        let next = Tries(left: max(tries.left - 1, 0), done: min(tries.done + 1, Self.mostTries))
        return LoaderEntryFileName(name: name, tries: next)
    }

    package var description: String {
        guard let tries else { return "\(name).conf" }
        return tries.done == 0 ? "\(name)+\(tries.left).conf" : "\(name)+\(tries.left)-\(tries.done).conf"
    }

    /// What `default` and EFI variables call the entry: the file name with its counters, in lower case.
    package var identifier: String { description.lowercased() }

    private init(name: String, tries: Tries?) {
        self.name = name
        self.tries = tries
    }

    private static let mostTries = Int(Int32.max)

    private static func tries(_ text: ByteSlice) -> Tries? {
        let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count <= 2, let left = number(parts[0]) else { return nil }
        guard parts.count == 2 else { return Tries(left: left) }
        return number(parts[1]).map { Tries(left: left, done: $0) }
    }

    private static func number(_ digits: ByteSlice) -> Int? {
        guard !digits.isEmpty, digits.count <= 10, digits.allSatisfy(\.isDigit), let number = Int(digits.text),
            number <= mostTries
        else { return nil }
        return number
    }
}
