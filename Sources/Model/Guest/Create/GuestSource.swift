/// What a new guest's system comes from.
package enum GuestSource: Hashable, Sendable {
    /// A disk that is there already, and stays the administrator's.
    case disk(HostPath)
    /// An image of a cloud, set up by cloud-init in its first boot.
    case image(HostPath)
    /// An installer on a CD.
    case iso(HostPath)
    /// Another guest, copied.
    case guest(GuestName)
    /// A distribution's installer, from a web server or a directory.
    case tree(TreeLocation)
    /// Packages of a distribution, put on the disk without an installer.
    case packages(Distribution, suite: String)

    /// A distribution that is built from packages.
    package enum Distribution: String, Sendable, CaseIterable { case debian, ubuntu }

    /// Reads `disk:PATH`, `image:FILE`, `iso:FILE`, `tree:URL`, `tree:DIRECTORY`, `guest:NAME`, `debian:SUITE`, `ubuntu:SUITE`; throws why it is none.
    package init(parsing text: String) throws(GuestSourceError) {
        guard let colon = text.firstIndex(of: ":") else { throw .noKind(text) }
        let rest = String(text[text.index(after: colon)...])
        let kind = String(text[..<colon])
        if let distribution = Distribution(rawValue: kind) {
            guard Self.isSuite(rest) else { throw .notASuite(rest) }
            self = .packages(distribution, suite: rest)
            return
        }
        if kind == "guest" {
            guard let name = GuestName(rest) else { throw .notAGuest(rest) }
            self = .guest(name)
            return
        }
        if kind == "tree" {
            do throws(TreeLocation.Fault) { self = .tree(try TreeLocation(rest)) } catch {
                throw .notATree(error.description)
            }
            return
        }
        guard ["disk", "image", "iso"].contains(kind) else { throw .noKind(text) }
        guard let path = HostPath(rest) else { throw .notAPath(rest) }
        switch kind {
        case "disk": self = .disk(path)
        case "image": self = .image(path)
        default: self = .iso(path)
        }
    }

    private static func isSuite(_ text: String) -> Bool {
        text.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}

/// Why a text names no source; the description is the sentence for the user.
package enum GuestSourceError: Error, Equatable, CustomStringConvertible {
    case noKind(String)
    case notASuite(String)
    case notAGuest(String)
    case notAPath(String)
    case notATree(String)

    package var description: String {
        switch self {
        case .noKind(let text):
            "\"\(text)\" is no source: write disk:PATH, image:FILE, iso:FILE, tree:URL, guest:NAME, debian:SUITE or ubuntu:SUITE"
        case .notASuite(let text): "\"\(text)\" is no suite: write its name in small letters, as \"debian:bookworm\""
        case .notAGuest(let text): "\"\(text)\" is no guest's name: \(GuestName.reason(against: text) ?? "")"
        case .notAPath(let text): "\"\(text)\" is not an absolute path"
        case .notATree(let reason): reason
        }
    }
}
