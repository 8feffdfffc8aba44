package import Formats

/// Why a guest cannot be created as it was asked for; the description is the sentence for the user.
///
/// All of a request are found before anything is made.
package enum CreateObstacle: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file of a guest of that name, or what is kept of one.
    case nameTaken(HostPath)
    case domainRuns(GuestName, domid: Int)
    case exists(Volume)
    case diskInUse(HostPath, by: GuestName)
    case noRoom(String, needs: Bytes, free: Bytes)
    case noStorage(Volume, reason: String)
    case noBridge(String, existing: [String], isWritten: Bool)
    case noTool(HostTool, purpose: String)
    case noFile(String, HostPath, reason: String)
    case notAnImage(HostPath, String)
    case refersElsewhere(HostPath, SourceImage.Reference)
    case tooSmall(Bytes, image: Bytes)
    case typeUnknown
    case wrongType(String)
    case wrongStorage(String)
    case noKey
    case unused(String, String)
    case unwritable(String)
    /// Of a guest that is to be copied.
    case noGuest(GuestName, existing: [GuestName])
    case hasErrors(GuestName)
    case runs(GuestName, domid: Int)
    case notCopied(GuestName, disk: String)
    case noDisk(GuestName)
    case notThin(HostPath)

    package var description: String {
        switch self {
        case .nameTaken(let file): "\(file) is there already: choose another name, or \"reeve guest delete\" it first"
        case .domainRuns(let name, let domid):
            "domain \(domid) is called \"\(name)\" already: choose another name, or destroy it first"
        case .exists(let volume):
            "\(volume.words) is there already, and is not written over: choose another name or --storage, or remove it yourself"
        case .diskInUse(let path, let guest): "\(path) is a disk of guest \"\(guest)\" already"
        case .noRoom(let place, let needs, let free):
            "\(place) has \(free) free, and \(needs) are needed: take a smaller --size, or another --storage"
        case .noStorage(let volume, let reason): "\(volume.words) cannot be made: \(reason) [--storage]"
        case .noBridge(let bridge, let existing, let isWritten):
            "bridge \"\(bridge)\"\(isWritten ? "" : ", xl's default,") does not exist; "
                + (existing.isEmpty ? "dom0 has no bridges" : "existing bridges: \(existing.joined(separator: ", "))")
                + ": take --bridge NAME, or --bridge none"
        case .noTool(let tool, let purpose):
            "\(purpose) needs \(tool.name), which this host lacks: install the package \(tool.package)"
        case .noFile(let option, let path, let reason): "\(path): \(reason) [\(option)]"
        case .notAnImage(let path, let what):
            "\(path) is \(what): raw and qcow2 images are taken; qemu-img(1) converts others, and what is compressed is to be unpacked"
        case .refersElsewhere(let path, let reference):
            "\(path) names \(reference.rawValue), which would be read from this host: make it whole with \"qemu-img convert\" first, if you trust it"
        case .tooSmall(let size, let image): "the image has \(image), more than --size \(size)"
        case .typeUnknown: "only you know how the system on that disk boots: say --type pv, pvh or hvm"
        case .wrongType(let words): "\(words) [--type]"
        case .wrongStorage(let words): "\(words) [--storage]"
        case .noKey: "nobody could log in: give a public key with --ssh-key FILE"
        case .unused(let option, let reason): "\(option) does nothing here: \(reason)"
        case .unwritable(let reason): reason
        case .noGuest(let name, let existing): name.missing(among: existing)
        case .hasErrors(let name): "the file of guest \"\(name)\" has errors: \"reeve check\" shows them"
        case .runs(let name, let domid):
            "guest \"\(name)\" runs as domain \(domid), and writes to what is to be copied: stop it first, or take --snapshot if its volumes are thin"
        case .notCopied(let name, let disk):
            "disk \(disk) of guest \"\(name)\" is neither a raw or qcow2 file nor a block device of dom0: it cannot be copied"
        case .noDisk(let name): "guest \"\(name)\" has no disk that it writes to: there is nothing to copy"
        case .notThin(let path):
            "\(path) is no thin volume, called as /dev/GROUP/NAME: leave --snapshot out, and it is copied"
        }
    }
}
