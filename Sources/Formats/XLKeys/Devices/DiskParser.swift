/// The state of reading one disk specification.
///
/// The grammar is a flex scanner, so of all rules that match at a place the one that matches most bytes wins, and among
/// equals the first; `DiskToken` has those rules, this has what each one does.
/// Source: Xen tools/libs/util/libxlu_disk_l.l and libxlu_disk.c.
struct DiskParser {
    private(set) var remarks: [SpecificationRemark] = []
    private let bytes: [UInt8]
    private var target: String?
    private var targetRange = 0..<0
    private var format: DiskSpecification.Format?
    private var device: String?
    private var deviceRange = 0..<0
    private var access: DiskSpecification.Access?
    private var accessIsPositional = false
    private var isCDROM = false
    private var backend: String?
    private var backendType: DiskSpecification.BackendType?
    private var bus: DiskSpecification.Bus?
    private var script: String?
    private var isDirectIOSafe = false
    private var discard: Bool?
    private var isTrusted: Bool?
    private var usesGrants: Bool?
    private var replication = DiskSpecification.Replication()
    private var hasPrefix = false

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func parse() throws(SpecificationError) -> DiskSpecification {
        var place = 0
        var lineEnd = DiskToken.lineEnd(bytes, from: 0)
        var itemEnd = DiskToken.itemEnd(bytes, from: 0)
        while place < bytes.count {
            if place > lineEnd { lineEnd = DiskToken.lineEnd(bytes, from: place) }
            if place > itemEnd { itemEnd = DiskToken.itemEnd(bytes, from: place) }
            let token = DiskToken.next(bytes, at: place, lineEnd: lineEnd, itemEnd: itemEnd)
            try apply(token)
            place = token.end
        }
        return try finished()
    }

    private mutating func apply(_ token: DiskToken) throws(SpecificationError) {
        let value = string(token.value)
        switch token.rule {
        case .blanks: break
        case .named(let name): try set(name, value, token.value)
        case .flag(let name): set(flag: name, token.value)
        case .positional:
            // An "=" next is an error whatever stands before it, and says more about what was meant.
            if token.end < bytes.count, bytes[token.end] == UInt8(ascii: "=") { throw stray(token.end..<bytes.count) }
            try positional(value, token.value)
        case .prefix(let prefix): try apply(prefix: prefix, token.value)
        case .unknownPrefix: throw SpecificationError(.unknownPrefix(value), token.value, advice: Self.targetAdvice)
        case .unknownName: throw unknown(token.value)
        case .stray: throw stray(token.value)
        }
    }

    private mutating func set(_ name: String, _ value: String, _ range: Range<Int>) throws(SpecificationError) {
        switch name {
        case "format": try set(format: value, range)
        case "devtype":
            guard let kind = ["cdrom": true, "disk": false][value] else {
                throw SpecificationError(.unknownWord(value, for: "devtype", allowed: ["cdrom", "disk"]), range)
            }
            isCDROM = kind
        case "access": try set(access: value, range)
        case "backend": try save(value, to: \.backend, "backend", range)
        case "backendtype":
            let word: DiskSpecification.BackendType = try word(value, "backendtype", range)
            try save(word, to: \.backendType, "backendtype", range)
            if word == .standalone {
                remarks.append(.init(.needs(XenVersion(4, 17), item: "backendtype=standalone"), range))
            }
        case "specification":
            let word: DiskSpecification.Bus = try word(value, "specification", range)
            try save(word, to: \.bus, "specification", range)
            remarks.append(.init(.needs(XenVersion(4, 17), item: "specification="), range))
        case "vdev":
            try save(value, to: \.device, "vdev", range)
            deviceRange = range
        case "script": try save(value, to: \.script, "script", range)
        case "colo-host": try save(value, to: \.replication.host, "colo-host", range)
        case "colo-port":
            guard let port = XLNumber.decimal(Array(value.utf8)), port > 0 else {
                throw SpecificationError(.malformed(value, for: "colo-port", want: "a port number"), range)
            }
            replication.port = port
        case "colo-export": try save(value, to: \.replication.export, "colo-export", range)
        case "active-disk": try save(value, to: \.replication.activeDisk, "active-disk", range)
        case "hidden-disk": try save(value, to: \.replication.hiddenDisk, "hidden-disk", range)
        default:
            try save(value, to: \.target, "target", range)
            targetRange = range
            warnOfSwallowedItems(value, range)
        }
    }

    private mutating func set(flag name: String, _ range: Range<Int>) {
        switch name {
        case "cdrom": isCDROM = true
        case "direct-io-safe": isDirectIOSafe = true
        case "discard", "no-discard": discard = name == "discard"
        case "colo", "no-colo": replication.isOn = name == "colo"
        case "trusted", "untrusted":
            isTrusted = name == "trusted"
            remarks.append(.init(.needs(XenVersion(4, 17), item: name), range))
        default:
            usesGrants = name == "grant_usage=1"
            remarks.append(.init(.needs(XenVersion(4, 19), item: "grant_usage="), range))
        }
    }

    private mutating func positional(_ value: String, _ range: Range<Int>) throws(SpecificationError) {
        if target == nil {
            target = value
            targetRange = range
        } else if !hasPrefix, format == nil {
            if target == "", try setDeviceAndType(value, range) {
                format = .empty
            } else {
                try set(format: value, range)
            }
        } else if device == nil {
            if try !setDeviceAndType(value, range) {
                device = value
                deviceRange = range
            }
        } else if !accessIsPositional {
            accessIsPositional = true
            try set(access: value, range)
        } else {
            throw SpecificationError(
                .tooManyItems(value), range, advice: "the order is target, format, vdev, access; name further items")
        }
    }

    /// Reads `vdev:cdrom` or `vdev:disk`; says no when there is no colon.
    private mutating func setDeviceAndType(
        _ value: String, _ range: Range<Int>
    ) throws(SpecificationError) -> Bool {
        guard let colon = value.utf8.lastIndex(of: UInt8(ascii: ":")) else { return false }
        let name = String(value[..<colon])
        let type = String(value[value.utf8.index(after: colon)...])
        let typeRange = (range.upperBound - type.utf8.count)..<range.upperBound
        try save(name, to: \.device, "vdev", range)
        deviceRange = range.lowerBound..<(typeRange.lowerBound - 1)
        guard let kind = ["cdrom": true, "disk": false][type] else {
            throw SpecificationError(.unknownWord(type, for: "device type", allowed: ["cdrom", "disk"]), typeRange)
        }
        isCDROM = kind
        return true
    }

    private mutating func apply(prefix: String, _ range: Range<Int>) throws(SpecificationError) {
        hasPrefix = true
        let hint: String
        switch prefix {
        case "raw", "qcow", "qcow2", "vhd":
            try set(format: prefix, range)
            hint = "write the format as the second item, as in \"TARGET,\(prefix),VDEV\""
        case "iscsi", "nbd", "enbd", "drbd":
            try save("block-\(prefix)", to: \.script, "script", range)
            hint = "write \"script=block-\(prefix)\" and \"target=\""
        default:
            hint = "leave it out; xl ignores it and finds the backend itself. Without it the second item is the format"
        }
        remarks.append(.init(.deprecated("the prefix \"\(prefix):\" is deprecated"), range, hint: hint))
    }
}

// MARK: - Values

extension DiskParser {
    private mutating func set(format value: String, _ range: Range<Int>) throws(SpecificationError) {
        if value.isEmpty {
            try save(.raw, to: \.format, "format", range)
        } else if let word = DiskSpecification.Format(rawValue: value) {
            try save(word, to: \.format, "format", range)
        } else {
            // The commonest slip: the second item is the format, not the device.
            let isDevice = VirtualDevice(parsing: value) != nil
            throw SpecificationError(
                .unknownWord(value, for: "disk format", allowed: DiskSpecification.Format.allCases.map(\.rawValue)),
                range,
                advice: isDevice
                    ? "the second item is the format; leave it empty for raw: \"\(target ?? ""),,\(value)\"" : nil)
        }
    }

    private mutating func set(access value: String, _ range: Range<Int>) throws(SpecificationError) {
        switch value {
        case "r", "ro": access = .readOnly
        case "w", "rw", "": access = .readWrite
        default:
            throw SpecificationError(
                .unknownWord(value, for: "disk access", allowed: ["r", "ro", "w", "rw"]), range)
        }
    }

    private func word<Word: RawRepresentable & CaseIterable>(
        _ value: String, _ name: String, _ range: Range<Int>
    ) throws(SpecificationError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: value) else {
            throw SpecificationError(.unknownWord(value, for: name, allowed: Word.allCases.map(\.rawValue)), range)
        }
        return word
    }

    /// Sets a string once; an empty one may be replaced.
    private mutating func save(
        _ value: String, to path: WritableKeyPath<DiskParser, String?>, _ name: String, _ range: Range<Int>
    ) throws(SpecificationError) {
        if let old = self[keyPath: path], !old.isEmpty { throw SpecificationError(.repeated(name), range) }
        self[keyPath: path] = value
    }

    /// Sets a word once, or again to the same.
    private mutating func save<Word: Equatable>(
        _ value: Word, to path: WritableKeyPath<DiskParser, Word?>, _ name: String, _ range: Range<Int>
    ) throws(SpecificationError) {
        if let old = self[keyPath: path], old != value { throw SpecificationError(.repeated(name), range) }
        self[keyPath: path] = value
    }

    private mutating func warnOfSwallowedItems(_ value: String, _ range: Range<Int>) {
        guard let name = DiskToken.itemName(in: value) else { return }
        remarks.append(
            .init(
                .surprise("\"target=\" takes the rest of the string, \",\(name)\" included"), range,
                hint: "write target= last"))
    }

    private static let targetAdvice = "write \"target=\" before a target with a colon, as the last item"

    private func unknown(_ range: Range<Int>) -> SpecificationError {
        SpecificationError(.unknownItem(string(range), of: "disk", known: DiskToken.names), range)
    }

    private func stray(_ range: Range<Int>) -> SpecificationError {
        // A name that the scanner took for a positional item stands right before the "=".
        var start = range.lowerBound
        while start > 0, bytes[start - 1] != UInt8(ascii: ","), bytes[start - 1] != UInt8(ascii: " ") { start -= 1 }
        let isName = start < range.lowerBound && bytes[start] != UInt8(ascii: "/")
        return isName
            ? unknown(start..<range.lowerBound)
            : SpecificationError(
                .malformed(string(range), for: "disk", want: "a disk item"), range,
                advice: "write \"target=\" before a target with \"=\" in it, as the last item")
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func finished() throws(SpecificationError) -> DiskSpecification {
        let whole = 0..<bytes.count
        guard let device else {
            let swallowed = target.flatMap(DiskToken.itemName(in:))
            throw SpecificationError(
                .missing("vdev"), whole,
                advice: swallowed.map { "\"target=\" takes the rest of the string, \",\($0)\" included: write it last" }
                    ?? "name the disk for the guest, as in \"vdev=xvda\"")
        }
        guard let name = VirtualDevice(parsing: device) else {
            throw SpecificationError(
                .malformed(device, for: "vdev", want: "a disk name such as xvda, hdc or sda1"), deviceRange)
        }
        let medium = target == "" ? nil : target
        if medium == nil, !isCDROM {
            throw SpecificationError(
                .missing("target"), whole, advice: "only a CD-ROM drive can be empty: \"vdev=\(device),devtype=cdrom\"")
        }
        if format == .empty, !isCDROM {
            throw SpecificationError(
                .contradiction("only a CD-ROM drive can have the format empty"), whole, advice: "write \"format=raw\"")
        }
        var disk = DiskSpecification(
            target: medium, format: isCDROM && medium == nil ? .empty : format ?? .raw, device: name,
            access: access ?? .readWrite, isCDROM: isCDROM)
        disk.backend = backend
        disk.backendType = backendType
        disk.bus = bus
        disk.script = script
        disk.isDirectIOSafe = isDirectIOSafe
        disk.discard = discard
        disk.isTrusted = isTrusted
        disk.usesGrants = usesGrants
        disk.replication = replication
        return disk
    }
}
