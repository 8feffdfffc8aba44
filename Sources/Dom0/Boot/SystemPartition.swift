import Formats
import Model
import SystemPackage

/// The EFI system partition that xen.efi is started from, whichever loader does it: the room for entries, and the
/// configurations beside their files.
///
/// FAT has no journal, so nothing is written in place.
struct SystemPartition: Sendable {
    let root: Root
    /// Where it is mounted.
    let mount: HostPath
    let probe: Probe
    let report: BootReport

    var place: BootPlace { .systemPartition(mount) }

    /// Refuses an entry that xen.efi could not be told, or that there is no room for once others are gone.
    func check(_ source: BootSource, without others: [BootEntry]) throws {
        try EntryConfigurations.check(source.pair)
        let space = try DiskSpace(root.path(mount))
        let files = source.files.map { part, path in
            ESPSpace.File(place.name(part), size: UInt64(clamping: root.size(path)))
        }
        // The texts beside them: configurations, sums and the description, and the menu's entry.
        let texts = ["xen.cfg", "trial.cfg", "sums", "entry"].map { ESPSpace.File($0, size: 4096) }
        // Less than they take: part of a cluster is not counted.
        let freed = others.filter { $0.place == place }.flatMap { entry in
            BootEntry.Part.allCases.map { root.size(entry.file($0)) }
        }
        let room = ESPSpace(clusterSize: space.blockSize, free: space.free + UInt64(clamping: freed.reduce(0, +)))
        let needed = room.needed(
            newDirectory: files + texts, entry: .init(String(repeating: "x", count: 140), size: 4096),
            pointer: .init("loader.conf", size: 4096))
        if let shortage = room.shortage(of: needed) { throw shortage }
    }

    /// Writes those of ``EntryConfigurations``.
    func write(_ configurations: [HostPath: String]) throws {
        for (path, text) in configurations.sorted(by: { $0.key < $1.key }) { try replace(path, text) }
    }

    /// Removes those of trials that are over.
    func removeTrials(otherThan configurations: [HostPath: String]) throws {
        for entry in root.names(in: place.directory) {
            let file = place.directory / entry / EntryConfigurations.trialName
            if configurations[file] == nil, try FileStatus.exists(root.path(file)) { try remove(file) }
        }
    }

    func sync() throws(FileError) { try DirectoryTree.sync(root.path(mount), probe: probe) }

    func replace(_ path: HostPath, _ text: String) throws(FileError) {
        let file = root.path(path)
        let standing = try FileReader.readIfPresent(file, limit: 1 << 16)
        guard standing != Array(text.utf8) else { return }
        report(path, standing, Array(text.utf8))
        try Directory.make(file.removingLastComponent(), mode: place.directoryMode, probe: probe)
        try DurableFile.replace(file, content: Array(text.utf8), mode: place.fileMode, probe: probe)
    }

    func remove(_ path: HostPath) throws(FileError) {
        report(path, try FileReader.readIfPresent(root.path(path), limit: 1 << 16), nil)
        try DurableFile.remove(root.path(path), probe: probe)
    }
}
