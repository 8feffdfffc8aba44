import FoundationEssentials
import Model

/// The file that says that a copy is whole.
enum KeptManifestFile {
    /// `nil` when there is none that this Reeve understands.
    static func read(_ root: Root, _ directory: HostPath) -> KeptManifest? {
        guard let content = root.content(directory / KeptManifest.name),
            // try?: a damaged one is as good as none: the copy is made again.
            let manifest = try? JSONDecoder().decode(KeptManifest.self, from: Data(content)),
            manifest.format == KeptManifest.format
        else { return nil }
        return manifest
    }

    static func write(_ manifest: KeptManifest, _ root: Root, _ directory: HostPath, probe: Probe) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try DurableFile.replace(
            root.path(directory / KeptManifest.name), content: Array(try encoder.encode(manifest)) + [0x0A],
            mode: 0o644, probe: probe)
    }
}
