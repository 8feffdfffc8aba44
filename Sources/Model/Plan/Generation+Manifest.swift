import Formats

/// A manifest that cannot be used; the description is the clause that follows the file's name.
package enum ManifestError: Error, Equatable {
    /// Its version is newer than this program; it is not touched.
    case newer(version: String)
    /// A byte is not as it was written.
    case damaged
}

extension ManifestError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .newer(let version): "written by a newer reeve (format \(version)); install that one, or a newer"
        case .damaged: "damaged: its check sum does not fit its content"
        }
    }
}

extension Generation {
    /// The manifest: a head, a line for each path and directory in order, and a check sum of all before it.
    package var manifest: String {
        var lines = [
            Record.line(["reeve-generation", "1"]),
            Record.line(["generation", "\(number)", "\(parent)", cause.text, "\(time)"]),
        ]
        for (path, entry) in entries.sorted(by: { $0.key < $1.key }) {
            lines.append(
                Record.line([
                    "path", path.string, entry.left.text, entry.original.text, entry.owner.text,
                ]))
        }
        for directory in directories.sorted() { lines.append(Record.line(["directory", directory.string])) }
        let text = lines.joined(separator: "\n") + "\n"
        return text + Record.line(["sum", SHA256.hex(of: text.utf8)]) + "\n"
    }

    package init(manifest bytes: [UInt8]) throws(ManifestError) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let head = lines.first.flatMap({ Record.words($0) }), head.count == 2, head[0] == "reeve-generation"
        else {
            throw .damaged
        }
        guard head[1] == "1" else { throw .newer(version: head[1]) }
        guard lines.count >= 4, lines.removeLast().isEmpty else { throw .damaged }
        let seal = lines.removeLast()
        guard seal.elementsEqual(Record.line(["sum", SHA256.hex(of: bytes[..<seal.startIndex])]).utf8),
            let first = Record.words(lines[1]), first.count == 5, first[0] == "generation", let number = Int(first[1]),
            let parent = Int(first[2]), let cause = Cause(parsing: first[3]), let time = Int(first[4])
        else { throw .damaged }

        self.init(number: number, parent: parent, cause: cause, time: time)
        entries.reserveCapacity(lines.count)
        for line in lines.dropFirst(2) {
            guard let words = Record.words(line), words.count >= 2, let path = HostPath(words[1]) else {
                throw .damaged
            }
            switch (words[0], words.count) {
            case ("directory", 2): directories.insert(path)
            case ("path", 5):
                guard let left = Fingerprint(parsing: words[2]), let original = Fingerprint(parsing: words[3]),
                    let owner = Owner(parsing: words[4])
                else { throw .damaged }
                entries[path] = Entry(left: left, original: original, owner: owner)
            default: throw .damaged
            }
        }
    }
}

extension Generation.Cause {
    /// One word, as `apply` or `rollback:3`.
    package var text: String {
        switch self {
        case .apply: "apply"
        case .rollback(let target): "rollback:\(target)"
        }
    }

    package init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("apply", 1): self = .apply
        case ("rollback", 2):
            guard let target = Int(parts[1]) else { return nil }
            self = .rollback(to: target)
        default: return nil
        }
    }
}

extension Owner {
    /// One word, as `0:0`.
    package var text: String { "\(user):\(group)" }

    package init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { UInt32($0) }
        guard parts.count == 2, let user = parts[0], let group = parts[1] else { return nil }
        self.init(user: user, group: group)
    }
}
