package import Formats

/// A copy of a guest: its definition with an identity of its own, on disks of its own.
package struct GuestClone: Sendable, Equatable {
    /// A disk that the original writes to, and the one that the copy has instead.
    package struct Disk: Sendable, Equatable {
        /// Its place in the original's list.
        package var index: Int
        package var source: HostPath
        package var format: String
        package var volume: Volume
    }

    package var original: GuestName
    package var name: GuestName
    package var disks: [Disk]

    /// Decides what is copied, or why that cannot be done: only what dom0 can read by itself.
    ///
    /// Disks that the original only reads are the copy's as well.
    package init(of guest: GuestSpecification, as name: GuestName, on place: StoragePlace) throws(CreateObstacle) {
        original = guest.name
        self.name = name
        disks = []
        for disk in guest.disks where disk.value.access == .readWrite {
            guard let source = disk.value.target.flatMap({ HostPath($0) }), disk.value.backend == nil,
                disk.value.script == nil, disk.value.format == .raw || disk.value.format == .qcow2
            else { throw .notCopied(guest.name, disk: disk.value.device.text) }
            // The first disk has the guest's name, the others that of their device too.
            let label = disks.isEmpty ? name : GuestName("\(name)-\(disk.value.device)")
            guard let label else { throw .notCopied(guest.name, disk: disk.value.device.text) }
            disks.append(
                Disk(
                    index: disk.index, source: source, format: disk.value.format.rawValue,
                    volume: place.volume(of: label)))
        }
        guard !disks.isEmpty else { throw .noDisk(guest.name) }
    }

    /// The copy's file: the original's, without what nobody else may have, and without an installer.
    ///
    /// Comments stay. It does not start with the host: that is for its administrator to say.
    package func text(of files: GuestFiles) throws(XLPrintError) -> [UInt8] {
        var document = files.definition
        for setting in files.sidecar?.settings ?? [] {
            if let value = files.sidecar?[setting.key]?.value { try document.set(setting.key, to: value) }
        }
        for key in Set(document.settings.map(\.key)).sorted() where Self.isOriginalsOwn(key) { document.remove(key) }
        try document.set("name", to: .string(name.text))
        try replace("vif", in: &document) { _, element in
            guard var interface = VIFSpecification(element), interface.mac != nil || interface.interfaceName != nil
            else { return nil }
            interface.mac = nil
            interface.interfaceName = nil
            return .string(interface.text)
        }
        try replace("disk", in: &document) { index, element in
            guard let copy = disks.first(where: { $0.index == index }), var disk = DiskSpecification(element) else {
                return nil
            }
            disk.target = copy.volume.target.string
            disk.format = copy.volume.format == "qcow2" ? .qcow2 : .raw
            return .string(disk.text)
        }
        return Array("# \(name): a copy of \(original), made by \"reeve guest create\".\n".utf8) + document.bytes
    }

    private static func isOriginalsOwn(_ key: String) -> Bool {
        key == "uuid" || key == "reeve.start.auto" || key.hasPrefix(GuestKey.installPrefix)
    }

    /// Replaces the elements of a list for which there are new ones.
    private func replace(
        _ key: String, in document: inout XLDocument, _ change: (Int, XLValue) -> XLValue?
    ) throws(XLPrintError) {
        guard case .list(let elements)? = document[key]?.value else { return }
        let changed = elements.enumerated().map { change($0.offset, $0.element) ?? $0.element }
        if changed != elements { try document.set(key, to: .list(changed)) }
    }
}
