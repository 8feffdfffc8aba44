import Glibc
import SystemPackage

/// A machine of `Hosts/NAME/machine.txt`, as a tree of files in a directory of its own.
///
/// The text begins with one line that says what the host is, then perhaps `like NAME`, the host that it starts from.
/// Then each `@ PATH` begins a file with the lines that follow; `@ PATH -> TARGET` is a link, `@ PATH gone` is not
/// there, `@ PATH crlf` has lines that end as in other systems. `init.txt` and `plan.txt` beside it are what `reeve init`
/// and then `reeve plan` are expected to say.
final class HostTree: Sendable {
    enum Entry: Equatable {
        case file(String)
        case link(String)
    }

    static let directory = ReeveProgram.package.appending("Tests/CommandTests/Hosts")

    /// All hosts, by name.
    static let names: [String] = ["bookworm", "trixie", "upstream", "arch", "nixos"] + messy
    static let messy = ["memory", "auto", "macs", "places", "xm", "xl", "store", "modules", "bridges", "libvirt"].map {
        "messy-\($0)"
    }

    private let scratch: ScratchDirectory

    init(_ name: String) throws {
        scratch = try ScratchDirectory()
        for (path, entry) in try Self.entries(name).sorted(by: { $0.key < $1.key }) { try put(path, entry) }
    }

    func put(_ path: String, _ entry: Entry) throws {
        switch entry {
        case .file(let text): _ = try scratch.file(path, text)
        case .link(let target):
            _ = try scratch.file(path, "")
            unlink(scratch.path.appending(path).string)
            guard symlink(target, scratch.path.appending(path).string) == 0 else { throw Errno(rawValue: errno) }
        }
    }

    var root: String { scratch.path.string }

    /// Replaces a file, as a person would.
    func write(_ path: String, _ text: String) throws { _ = try scratch.file(path, text) }

    static func entries(_ name: String) throws -> [String: Entry] {
        let text = try ScratchDirectory.text(of: directory.appending("\(name)/machine.txt"))
        var entries: [String: Entry] = [:]
        let parts = ("\n" + text).split(separator: "\n@ ")
        for line in parts.first?.split(separator: "\n") ?? [] where line.hasPrefix("like ") {
            entries = try Self.entries(String(line.dropFirst(5)))
        }
        for part in parts.dropFirst() {
            var lines = part.split(separator: "\n", omittingEmptySubsequences: false)
            let head = lines.removeFirst()
            // The last of all has its newline still.
            if lines.last == "" { lines.removeLast() }
            if head.hasSuffix(" gone") {
                entries[String(head.dropLast(5))] = nil
            } else if let arrow = head.firstRange(of: " -> ") {
                entries[String(head[..<arrow.lowerBound])] = .link(String(head[arrow.upperBound...]))
            } else if head.hasSuffix(" crlf") {
                entries[String(head.dropLast(5))] = .file(lines.map { $0 + "\r\n" }.joined())
            } else {
                entries[String(head)] = .file(lines.map { $0 + "\n" }.joined())
            }
        }
        return entries
    }

    /// Runs the program on this tree; its name does not appear in what comes back.
    func reeve(_ arguments: String...) async throws -> ReeveProgram.Outcome {
        var outcome = try await ReeveProgram.run(arguments + ["--root", root])
        outcome.output = outcome.output.replacing(root, with: "")
        outcome.errors = outcome.errors.replacing(root, with: "")
        return outcome
    }

    /// Everything below a path, links as links.
    func content(below path: String = "etc") throws -> [String: Entry] {
        try Self.content(of: scratch.path, below: path)
    }

    static func content(of root: FilePath, below path: String) throws -> [String: Entry] {
        var found: [String: Entry] = [:]
        let place = root.appending(path).string
        var status = stat()
        guard lstat(place, &status) == 0 else { return [:] }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            guard let stream = opendir(place) else { throw Errno(rawValue: errno) }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { found.merge(try content(of: root, below: "\(path)/\(name)")) { $1 } }
            }
        case S_IFLNK:
            var buffer = [CChar](repeating: 0, count: 4096)
            let count = readlink(place, &buffer, buffer.count)
            found[path] = .link(String(decoding: buffer[..<max(count, 0)].map(UInt8.init(bitPattern:)), as: UTF8.self))
        default: found[path] = .file(try ScratchDirectory.text(of: root.appending(path)))
        }
        return found
    }
}

/// A text in a file of its own that output is compared with, and that `make golden` writes anew.
struct Golden {
    let path: FilePath

    /// What the file says, after it was brought up to date where that was asked for.
    func text(for found: String) throws -> String {
        if getenv("REEVE_GOLDEN") != nil {
            let file = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
            try file.closeAfter { _ = try file.writeAll(found.utf8) }
        }
        return try ScratchDirectory.text(of: path)
    }
}
