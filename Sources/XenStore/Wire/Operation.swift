/// What a frame asks or answers (xen/include/public/io/xs_wire.h, `xsd_sockmsg_type`).
package enum Operation: UInt32, Sendable, CaseIterable {
    case control = 0
    case directory, read, getPermissions, watch, unwatch, transactionStart, transactionEnd, introduce, release
    case getDomainPath, write, makeDirectory, remove, setPermissions, watchEvent, error, isDomainIntroduced, resume
    case setTarget = 19
    case resetWatches = 21
    case directoryPart, getFeature, setFeature, getQuota, setQuota

    /// The verb for messages.
    var name: String {
        switch self {
        case .directory, .directoryPart: "list"
        case .getPermissions: "permissions of"
        case .transactionStart: "begin transaction"
        case .transactionEnd: "end transaction"
        case .getDomainPath: "path of domain"
        case .makeDirectory: "make"
        case .isDomainIntroduced: "presence of domain"
        default: "\(self)"
        }
    }
}
