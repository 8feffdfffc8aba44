import Formats

extension GuestPreflight {
    mutating func check(_ disk: GuestDevices.Disk, _ facts: GuestPreflightFacts) {
        let place = "disk \(disk.device)"
        if let script = disk.script { check(script, place, facts) }
        guard let target = disk.target else { return }
        switch facts.places[target] {
        case .absent?:
            let beside = facts.neighbors[target].map { names in
                names.isEmpty
                    ? "; \(target.parent) is empty or missing"
                    : "; \(target.parent) has \(names.prefix(8).joined(separator: ", "))"
            }
            obstacles.append("\(place): \(target) does not exist\(beside ?? "")")
        case .other(let kind)?: obstacles.append("\(place): \(target) is \(kind), not a file or a block device")
        case .file?:
            if disk.server == .kernel, !facts.hasLoopDevices {
                obstacles.append(
                    "\(place): \(target) is a file, and dom0 has no loop devices; \"modprobe loop\", or use a block device"
                )
            }
        case .blockDevice?, nil: break
        }
        guard let look = facts.disks[target] else { return }
        if disk.server != .other, look.isReadable { checkFormat(of: disk, look, place) }
        checkUse(of: disk, look, place, facts)
        if disk.writable { checkWriting(to: target, of: disk, look, place) }
    }

    private mutating func checkFormat(of disk: GuestDevices.Disk, _ look: DiskLook, _ place: String) {
        guard let target = disk.target else { return }
        let written = disk.format
        switch (written, look.image?.kind) {
        case (.empty, _), (.raw, nil), (.qcow, .qcow?), (.qcow2, .qcow2?), (.qed, .qed?), (.vhd, .vhd?): break
        case (.vhd, nil) where look.endsAsVHD: break
        case (.raw, let kind?):
            // The guest may have written it itself, as any other bytes on a disk of its own.
            warnings.append(
                "\(place): \(target) begins as a \(kind.rawValue) image does, and is declared raw; \(kind.remedy)")
        case (_, let kind):
            let found = kind.map { "it is \($0.rawValue)" } ?? "it does not begin as one"
            obstacles.append(
                "\(place): \(target) is declared \(written.rawValue), and \(found); write "
                    + (kind.flatMap(\.xlFormat).map { "format=\($0)" } ?? "format=raw if it is a raw disk"))
        }
        if written != .raw, let backing = look.backing, !backing.exists {
            obstacles.append("\(place): \(target) is based on \(backing.path), which does not exist; bring it back")
        }
    }

    private mutating func checkUse(
        of disk: GuestDevices.Disk, _ look: DiskLook, _ place: String, _ facts: GuestPreflightFacts
    ) {
        guard let target = disk.target else { return }
        for use in look.localUses {
            switch (disk.writable, use.isReadOnly) {
            case (true, false) where use.isOfPart:
                warnings.append(
                    "\(place): a part of \(target) is \(use.what) in dom0; the guest must leave that part alone")
            case (true, false):
                obstacles.append(
                    "\(place): \(target) is \(use.what) in dom0; both would write to it: free it there first")
            case (true, true):
                warnings.append(
                    "\(place): \(target) is \(use.what) in dom0, which reads what the guest writes; free it there first"
                )
            case (false, false):
                warnings.append(
                    "\(place): \(target) is \(use.what) in dom0, which writes what the guest reads; free it there first"
                )
            case (false, true): break
            }
        }
        for use in facts.diskUses where (disk.writable || use.isWritable) && use.look.overlaps(look) {
            let sentence = Self.sentence(of: use, with: disk, at: target)
            let isShared = disk.writable && use.isWritable && use.look.identity == look.identity
            if isShared { obstacles.append(sentence) } else { warnings.append(sentence) }
        }
    }

    /// Disks that another guest writes to as this one does: both at once would destroy what is on them.
    package static func conflicts(of devices: GuestDevices, facts: GuestPreflightFacts) -> [String] {
        devices.disks.filter(\.writable).flatMap { disk -> [String] in
            guard let target = disk.target, let look = facts.disks[target] else { return [] }
            return facts.diskUses.filter { $0.isWritable && $0.look.identity == look.identity }.map {
                sentence(of: $0, with: disk, at: target)
            }
        }
    }

    private static func sentence(of use: DiskUse, with disk: GuestDevices.Disk, at target: HostPath) -> String {
        "disk \(disk.device): \(target) is a disk of \(use.holder) too, which "
            + (use.isWritable ? "writes to it" : "reads it")
            + " as \(use.device); stop that guest, or give this one a disk of its own"
    }

    /// Whether it is sure to fail depends on who opens it.
    ///
    /// Source: Xen tools/hotplug/Linux/block, which looks at a file's permissions only, and losetup(8), which falls back to
    /// reading; QEMU, which root runs, opens a file for writing or not at all.
    private mutating func checkWriting(
        to target: HostPath, of disk: GuestDevices.Disk, _ look: DiskLook, _ place: String
    ) {
        switch (look.writeFault, disk.server) {
        case (.permissions?, .kernel):
            obstacles.append("\(place): nobody may write to \(target); \"chmod u+w \(target)\", or write access=ro")
        case (.fileSystem?, let server):
            let sentence =
                "\(place): \(target) is on a file system that is mounted read-only; mount it anew, or write access=ro"
            if server == .qemu { obstacles.append(sentence) } else { warnings.append(sentence) }
        case (.device?, _): warnings.append("\(place): \(target) is a read-only device; write access=ro")
        case (.permissions?, _), (nil, _): break
        }
    }
}

extension DiskImage.Kind {
    /// What xl calls it; `nil` for formats that Xen does not take.
    fileprivate var xlFormat: String? {
        switch self {
        case .qcow, .qcow2, .qed, .vhd: rawValue
        case .vhdx, .vmdk, .vdi: nil
        }
    }

    fileprivate var remedy: String {
        xlFormat.map { "write format=\($0)" }
            ?? "xl takes no \(rawValue): make a raw disk of it with \"qemu-img convert -O raw\""
    }
}
