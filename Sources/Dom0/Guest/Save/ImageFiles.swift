import Formats
import Glibc
package import Model
import SystemPackage

/// The files of a guest's saved memory, for root alone.
package struct ImageFiles: Sendable {
    private let name: GuestName
    private let root: Root

    package init(_ name: GuestName, root: Root) {
        self.name = name
        self.root = root
    }

    private var paths: GuestPaths { GuestPaths(name) }
    private var directory: FilePath { root.path(GuestPaths.imageDirectory) }

    /// Makes the directory for root alone, whatever it was before.
    private func makeDirectory() throws(FileError) {
        try Directory.make(directory, mode: 0o700)
        try calling(.makeDirectory, directory.string) { chmod(directory.string, 0o700) }
    }

    /// Bytes that an image may take.
    package func room() throws(FileError) -> UInt64 {
        try makeDirectory()
        return try DiskSpace(directory).free
    }

    /// Puts an empty file there for xl to write into, which keeps its mode.
    ///
    /// What an earlier save left is another file: who may still write into that does no harm.
    package func begin() throws -> HostPath {
        try makeDirectory()
        try DurableFile.remove(root.path(paths.imageDraft))
        try DurableFile.replace(root.path(paths.imageDraft), content: [], mode: 0o600)
        return paths.imageDraft
    }

    /// Brings what xl wrote to the disk under its name, with what the guest ran by; the size in bytes.
    package func complete(recipe: [UInt8]) throws -> Int64 {
        let draft = root.path(paths.imageDraft)
        let descriptor = try calling(.open, draft.string) { open(draft.string, O_WRONLY | O_NOFOLLOW | O_CLOEXEC) }
        defer { close(descriptor) }
        try calling(.sync, draft.string) { fsync(descriptor) }
        let end = lseek(descriptor, 0, SEEK_END)
        guard end > 0 else { throw GuestError.notSaved(name, reason: "xl wrote nothing to \(paths.imageDraft)") }
        try DurableFile.replace(root.path(paths.imageRecipe), content: recipe, mode: 0o600)
        let image = root.path(paths.image)
        try calling(.rename, image.string) { rename(draft.string, image.string) }
        try DurableFile.syncDirectory(directory)
        return Int64(end)
    }

    /// Removes all that is there; only after the record has lost it.
    package func remove() throws(FileError) {
        for path in [paths.image, paths.imageDraft, paths.imageRecipe] { try DurableFile.remove(root.path(path)) }
    }

    /// Of the image, in bytes; `nil` when it is not there.
    package var size: Int64? {
        // try?: what cannot be looked at is not there to be restored.
        guard let status = try? FileStatus.read(root.path(paths.image)) else { return nil }
        return Int64(status.st_size)
    }

    /// What the guest ran by when it was saved, if it is what the record says.
    package func recipe(of image: SavedImage) -> [UInt8]? {
        root.content(paths.imageRecipe).flatMap { SHA256.hex(of: $0) == image.recipe ? $0 : nil }
    }
}
