package import Model
import SystemPackage

/// Takes a guest's definition away; it is kept, and its disks are not touched.
package struct GuestRemoval: Sendable {
    private let root: Root
    private let directory: HostPath
    private let name: GuestName

    /// Below it each definition that was taken away has a directory, for root alone: it may hold passwords.
    package static let kept: HostPath = "/var/lib/reeve/deleted"

    /// `configuration` is the directory of `host.conf`, usually `/etc/reeve`.
    package init(_ name: GuestName, root: Root, configuration: HostPath) {
        self.root = root
        directory = configuration / "guests"
        self.name = name
    }

    /// Why neither its definition nor its disks are to be touched now: something of it runs, or is to go on.
    package static func use(of status: GuestStatus) -> String? {
        if status.saved != nil {
            return "it is saved: \"reeve guest restore \(status.name) --discard\" gives its memory up"
        }
        return switch status.standing {
        case .off, .failed, .saved: nil
        case .unknown where status.domid == nil: nil
        case .preserved:
            "what is left of its domain is kept as evidence: \"xl destroy \(status.domid.map(String.init) ?? "DOMID")\" first"
        case .unattended: "it runs without its unit: \"reeve guest start \(status.name)\" adopts it, then stop it"
        case .away, .arriving: elsewhere(status)
        case let standing: "it is \(standing.rawValue): \"reeve guest stop \(status.name)\" first"
        }
    }

    /// Why it is not to be deleted now.
    ///
    /// `others` are all guests of the host; `status` is how this one is.
    package static func obstacle(to status: GuestStatus, others: [GuestSpecification]) -> String? {
        if let use = use(of: status) { return use }
        let dependents = others.filter { guest in
            guest.name != status.name
                && (guest.start.after + guest.start.requires).contains(.guest(status.name))
        }
        guard !dependents.isEmpty else { return nil }
        let names = dependents.map(\.name.text).joined(separator: ", ")
        return "reeve.start of \(names) names it: take it out there first"
    }

    /// Another host uses the disks.
    private static func elsewhere(_ status: GuestStatus) -> String {
        "it is at home on \(status.migration?.host ?? "another host"): \"reeve guest start \(status.name) --here\" first, once you know "
            + "that it does not run there"
    }

    /// What was done.
    package struct Outcome: Sendable, Equatable {
        /// Where the definition is kept.
        package var place: HostPath
        /// The file that the definition was a link to; it stays.
        package var target: HostPath?
    }

    /// Keeps the files, then removes them; when it dies before the definition is gone, doing it again does the rest.
    package func run() throws -> Outcome {
        let storage = StorageStore.path(of: name)
        let files = [directory / "\(name).reeve", directory / "\(name).cfg", storage, GuestPaths(name).record]
        let place = try newPlace()
        var target: HostPath?
        for file in files {
            let resolved = root.resolved(file)
            if file.name.hasSuffix(".cfg"), resolved != file { target = resolved }
            guard let content = try FileReader.readIfPresent(root.path(resolved)) else { continue }
            let kept = file == storage ? "\(name).storage.json" : file.name
            try DurableFile.replace(root.path(place / kept), content: content, mode: 0o600)
        }
        // The record goes last: without it the definition would be that of a guest that never ran, over whose disks an
        // installer may write.
        for file in files where try FileStatus.exists(root.path(file)) { try DurableFile.remove(root.path(file)) }
        DirectoryTree.remove(root.path(InstallerFetcher.directory(of: name)))
        return Outcome(place: place, target: target)
    }

    private func newPlace() throws -> HostPath {
        var place = Self.kept / name.text
        var number = 1
        while root.exists(place) {
            number += 1
            place = Self.kept / "\(name).\(number)"
        }
        try Directory.make(root.path(Self.kept), mode: 0o700)
        try Directory.make(root.path(place), mode: 0o700)
        return place
    }
}
