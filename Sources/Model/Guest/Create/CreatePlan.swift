package import Formats

/// What the creation of a guest does, in order.
package struct CreatePlan: Sendable, Equatable {
    package enum Step: Sendable, Equatable {
        case make(Volume, size: Bytes)
        /// Copies an image of this format, and this many bytes, into the volume.
        case convert(HostPath, format: String, into: Volume, size: Bytes)
        case build(PackageSystem, on: Volume)
        /// Writes a small disk with these files.
        case seed(Volume, [FATImage.File])
        case define(HostPath, [UInt8])

        /// What it does, as in "makes …".
        package var words: String {
            switch self {
            case .make(let volume, let size): "make \(volume.words), \(size)"
            case .convert(let path, let format, let volume, _):
                "copy the \(format) image \(path) to \(volume.target)"
            case .build(let system, let volume):
                "make a filesystem on \(volume.target), and install \(system.distribution.title) \(system.suite) there"
            case .seed(let volume, _): "make \(volume.words) with what cloud-init is to do in the first boot"
            case .define(let path, _): "write \(path)"
            }
        }
    }

    package var draft: GuestDraft
    package var steps: [Step]

    package init(draft: GuestDraft, steps: [Step]) {
        self.draft = draft
        self.steps = steps
    }

    /// What is recorded before it is made.
    package var volumes: [Volume] {
        steps.compactMap { step in
            switch step {
            case .make(let volume, _), .seed(let volume, _): volume
            case .convert, .build, .define: nil
            }
        }
    }
}
