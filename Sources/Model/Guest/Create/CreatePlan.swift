package import Formats

/// What the creation of a guest does, in order.
package struct CreatePlan: Sendable, Equatable {
    package enum Step: Sendable, Equatable {
        case make(Volume, size: Bytes)
        /// Copies an image of this format, and this many bytes, into the volume.
        case convert(HostPath, format: String, into: Volume, size: Bytes)
        /// Makes a thin volume that begins as another one of its pool is now.
        case snapshot(of: HostPath, Volume)
        case build(PackageSystem, on: Volume)
        /// Fetches an installer into a directory, with files added to its RAM disk.
        case fetch(InstallerFiles, adding: RamdiskArchive?, into: HostPath)
        /// Writes a small disk with these files.
        case seed(Volume, [FATImage.File])
        case define(HostPath, [UInt8])

        /// What it does, as in "makes …".
        package var words: String {
            switch self {
            case .make(let volume, let size): "make \(volume.words), \(size)"
            case .convert(let path, let format, let volume, _):
                "copy the \(format) image \(path) to \(volume.target)"
            case .snapshot(let origin, let volume): "make \(volume.words) as a snapshot of \(origin)"
            case .build(let system, let volume):
                "make a filesystem on \(volume.target), and install \(system.distribution.title) \(system.suite) there"
            case .fetch(let files, _, let directory):
                "fetch the installer of \(files.system), \(files.kernel.place) and \(files.ramdisk.place), to \(directory)"
            case .seed(let volume, _): "make \(volume.words) with what cloud-init is to do in the first boot"
            case .define(let path, _): "write \(path)"
            }
        }
    }

    package var name: GuestName
    /// Whether its first boot differs from all that follow.
    package var isInstalled: Bool
    package var steps: [Step]

    package init(_ name: GuestName, isInstalled: Bool, steps: [Step]) {
        self.name = name
        self.isInstalled = isInstalled
        self.steps = steps
    }

    /// What is recorded before it is made.
    package var volumes: [Volume] {
        steps.compactMap { step in
            switch step {
            case .make(let volume, _), .seed(let volume, _), .snapshot(_, let volume): volume
            case .convert, .build, .fetch, .define: nil
            }
        }
    }
}
