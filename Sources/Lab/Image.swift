package import SystemPackage

/// A disk with a stock Debian Xen host, as it is before its first boot into Xen; never written again.
package struct Image: Sendable {
    /// The release that it is made of.
    package let suite: DebianSuite
    /// Its directory in the cache, named for the suite and everything that went into it.
    package let directory: FilePath

    /// The disk: qcow2, partitioned, with GRUB.
    var disk: FilePath { directory.appending("disk.qcow2") }
    /// The kernel and its initramfs, to boot a host without loader and Xen.
    var kernel: FilePath { directory.appending("vmlinuz") }
    var initramfs: FilePath { directory.appending("initrd.img") }
    /// The private half of the key that may log in as root.
    var key: FilePath { directory.appending("key") }
    /// Names this image in files that depend on it.
    var identity: String { directory.lastComponent?.string ?? "" }

    /// The image that fits the recipe in this checkout, whether it is there or not.
    private init(_ suite: DebianSuite, recipe: Recipe) {
        self.suite = suite
        directory = LabFiles.cache.appending("\(suite)-\(recipe.digest)")
    }

    /// The image of this recipe when the cache has it.
    package static func cached(_ suite: DebianSuite) throws -> Image? {
        let image = Image(suite, recipe: try Recipe())
        return LabFiles.exists(image.disk) ? image : nil
    }

    /// The image from the cache; built first when it is not there (two to four minutes).
    package static func obtain(_ suite: DebianSuite, _ progress: Progress) async throws -> Image {
        let recipe = try Recipe()
        let image = Image(suite, recipe: recipe)
        if LabFiles.exists(image.disk) {
            try await Tool.run(["touch", image.directory.string])
            return image
        }
        progress.say("no image of this recipe in \(LabFiles.cache): building it")
        // Built beside its place and renamed there, so that whatever is in the cache is whole.
        let place = LabFiles.cache.appending("\(image.identity).\(Int.random(in: 0..<1_000_000))")
        do {
            try await LabFiles.makeDirectory(place)
            try await ImageBuild(suite: suite, recipe: recipe, place: place, progress: progress).run()
            try await Tool.run(["mv", "--no-target-directory", place.string, image.directory.string])
        } catch {
            // What is left of a build that failed is of no use; its own error is the one to tell.
            _ = try? await Tool.runAsRoot(["rm", "--recursive", "--force", place.string])
            guard LabFiles.exists(image.disk) else { throw error }
        }
        progress.say("image ready: \(image.directory)")
        try await forget(days: 7)
        return image
    }

    /// Removes what the cache holds of other recipes and was not used for so many days.
    package static func forget(days: Int) async throws {
        let current = try Recipe().digest
        let old = try await Tool.run([
            "find", LabFiles.cache.string, "-mindepth", "1", "-maxdepth", "1", "-mtime", "+\(days)", "-not", "-name",
            "*-\(current)",
        ])
        for path in old.split(separator: "\n") {
            try await Tool.runAsRoot(["rm", "--recursive", "--force", String(path)])
        }
    }
}
