/// The value of an EFI variable, as a file of efivarfs holds it: four bytes of attributes, then the data.
///
/// Source: Linux Documentation/filesystems/efivarfs.rst; UEFI specification 2.10, 8.2 "Variable Services".
package struct EFIVariable: Sendable, Equatable {
    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let nonVolatile = Attributes(rawValue: 1)
        package static let bootServices = Attributes(rawValue: 2)
        package static let runTime = Attributes(rawValue: 4)

        /// What variables have that last, and that the running system may read and write.
        package static let lasting: Attributes = [.nonVolatile, .bootServices, .runTime]
    }

    package var attributes: Attributes
    package var data: [UInt8]

    package init(attributes: Attributes = .lasting, data: [UInt8]) {
        self.attributes = attributes
        self.data = data
    }

    /// A string, in UTF-16 with a NUL at its end, as systemd-boot reads and writes them.
    package init(attributes: Attributes = .lasting, text: String) {
        let units = Array(text.utf16) + [0]
        self.init(attributes: attributes, data: units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    }

    /// Reads the content of a file of efivarfs; `nil` when it is too short to be one.
    package init?(file bytes: [UInt8]) {
        guard bytes.count >= 4 else { return nil }
        attributes = Attributes(rawValue: bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) })
        data = Array(bytes.dropFirst(4))
    }

    /// The content of the file in efivarfs; it has to be written in one go.
    package var file: [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: attributes.rawValue >> (8 * $0)) } + data
    }

    /// The data as a string, up to a NUL; `nil` when the bytes are no whole units of UTF-16, or no text.
    package var text: String? {
        guard data.count.isMultiple(of: 2) else { return nil }
        let units = stride(from: 0, to: data.count, by: 2).map { UInt16(data[$0]) | UInt16(data[$0 + 1]) << 8 }
        return String(validating: units.prefix { $0 != 0 }, as: UTF16.self)
    }

    /// The data as a path on the ESP, with slashes and one in front: `/loader/entries/a+0-1.conf`.
    package var path: String? {
        guard let text, !text.isEmpty else { return nil }
        let slashed = text.replacing("\\", with: "/")
        return slashed.hasPrefix("/") ? slashed : "/" + slashed
    }

    /// The data as a number, its lowest byte first; `nil` unless it has one to eight bytes.
    package var number: UInt64? {
        guard (1...8).contains(data.count) else { return nil }
        return data.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// The name of an EFI variable: a word, and whose it is.
///
/// Source: systemd Boot Loader Interface; UEFI specification 2.10, 3.3 "Globally Defined Variables".
package struct EFIVariableName: Hashable, Sendable {
    package let name: String
    package let vendor: String

    private init(loader name: String) { (self.name, vendor) = (name, "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f") }

    private init(shim name: String) { (self.name, vendor) = (name, "605dab50-e046-4300-abb6-3dd810dd8b23") }

    private init(global name: String) { (self.name, vendor) = (name, "8be4df61-93ca-11d2-aa0d-00e098032b8c") }

    /// The file in `/sys/firmware/efi/efivars`.
    package var fileName: String { "\(name)-\(vendor)" }

    /// The entry that was started: its identifier.
    package static let entrySelected = EFIVariableName(loader: "LoaderEntrySelected")
    /// The entry to start once; systemd-boot takes the variable away before it starts anything.
    package static let entryOneShot = EFIVariableName(loader: "LoaderEntryOneShot")
    /// The entry to start always; goes before `default` of loader.conf.
    package static let entryDefault = EFIVariableName(loader: "LoaderEntryDefault")
    /// The path of the counted entry that was started, with the counters that it has now.
    package static let bootCountPath = EFIVariableName(loader: "LoaderBootCountPath")
    /// The loader's name and version, as `systemd-boot 252.39-1~deb12u1`.
    package static let loaderInfo = EFIVariableName(loader: "LoaderInfo")
    /// A number of ``LoaderFeatures``.
    package static let loaderFeatures = EFIVariableName(loader: "LoaderFeatures")
    /// The partition that the loader came from: its UUID.
    package static let loaderPartition = EFIVariableName(loader: "LoaderDevicePartUUID")
    /// What shim leaves for the running system: the keys that it knows.
    package static let machineOwnerKeys = EFIVariableName(shim: "MokListRT")
    /// One byte, 1 while Secure Boot is on.
    package static let secureBoot = EFIVariableName(global: "SecureBoot")
}

/// What a boot loader says that it can do.
///
/// Source: systemd src/fundamental/efivars-fundamental.h.
package struct LoaderFeatures: OptionSet, Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let entryDefault = LoaderFeatures(rawValue: 1 << 2)
    package static let entryOneShot = LoaderFeatures(rawValue: 1 << 3)
    package static let bootCounting = LoaderFeatures(rawValue: 1 << 4)
    package static let sortKey = LoaderFeatures(rawValue: 1 << 8)
    package static let savedEntry = LoaderFeatures(rawValue: 1 << 9)
}
