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
        checkFormat(of: disk, look, place, isFile: facts.places[target] == .file)
        checkUse(of: disk, look, place, facts)
        if disk.writable { checkWriting(to: target, look, place) }
    }

    private mutating func checkFormat(of disk: GuestDevices.Disk, _ look: DiskLook, _ place: String, isFile: Bool) {
        guard let target = disk.target else { return }
        let written = disk.format
        switch (written, look.image?.kind) {
        case (.empty, _), (.raw, nil), (.qcow, .qcow?), (.qcow2, .qcow2?), (.qed, .qed?), (.vhd, .vhd?): break
        case (.vhd, nil) where look.endsAsVHD: break
        case (.raw, let kind?):
            let sentence =
                "\(place): \(target) begins as a \(kind.rawValue) image does, and is declared raw; \(kind.remedy)"
            // On a device the guest may have written it itself, as on any disk of its own.
            if isFile { obstacles.append(sentence) } else { warnings.append(sentence) }
        case (_, let kind):
            let found = kind.map { "it is \($0.rawValue)" } ?? "it does not begin as one"
            obstacles.append(
                "\(place): \(target) is declared \(written.rawValue), and \(found); write "
                    + (kind.flatMap(\.xlFormat).map { "format=\($0)" } ?? "format=raw if it is a raw disk"))
        }
        if let backing = look.backing, !backing.exists {
            obstacles.append("\(place): \(target) is based on \(backing.path), which does not exist; bring it back")
        }
    }

    private mutating func checkUse(
        of disk: GuestDevices.Disk, _ look: DiskLook, _ place: String, _ facts: GuestPreflightFacts
    ) {
        guard let target = disk.target else { return }
        for use in look.localUses where disk.writable || !use.isReadOnly {
            obstacles.append("\(place): \(target) is \(use.what) in dom0; both would write to it: free it there first")
        }
        obstacles += Self.conflicts(of: disk, at: target, look, with: facts.diskUses)
    }

    /// Disks that another guest writes to, or that are written to while another guest reads them.
    package static func conflicts(of devices: GuestDevices, facts: GuestPreflightFacts) -> [String] {
        devices.disks.flatMap { disk -> [String] in
            guard let target = disk.target, let look = facts.disks[target] else { return [] }
            return conflicts(of: disk, at: target, look, with: facts.diskUses)
        }
    }

    private static func conflicts(
        of disk: GuestDevices.Disk, at target: HostPath, _ look: DiskLook, with uses: [DiskUse]
    ) -> [String] {
        uses.filter { (disk.writable || $0.isWritable) && $0.look.overlaps(look) }.map { use in
            "disk \(disk.device): \(target) is a disk of \(use.holder) too, which "
                + (use.isWritable ? "writes to it" : "reads it")
                + " as \(use.device); stop that guest, or give this one a disk of its own"
        }
    }

    private mutating func checkWriting(to target: HostPath, _ look: DiskLook, _ place: String) {
        switch look.writeFault {
        case .permissions?:
            obstacles.append("\(place): nobody may write to \(target); \"chmod u+w \(target)\", or write access=ro")
        case .fileSystem?:
            obstacles.append(
                "\(place): \(target) is on a file system that is mounted read-only; mount it anew, or write access=ro")
        case .device?: obstacles.append("\(place): \(target) is a read-only device; write access=ro")
        case nil: break
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
