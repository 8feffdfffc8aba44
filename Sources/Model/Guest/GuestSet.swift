package import Formats

/// Checks guests against each other: names that do not exist, circles, and what two cannot share.
package enum GuestSet {
    /// Everything that is wrong between the guests, in the order of their names.
    ///
    /// `places` gives, for a guest, the assignments of its files, to point at.
    package static func check(_ guests: [GuestSpecification], files: [GuestName: [GuestFile]]) -> [Diagnostic] {
        let guests = guests.sorted { $0.name < $1.name }
        return unknownNames(guests, files) + circles(guests, files) + sharedUUIDs(guests, files)
    }

    private static func unknownNames(_ guests: [GuestSpecification], _ files: [GuestName: [GuestFile]]) -> [Diagnostic]
    {
        let names = Set(guests.map(\.name))
        var found: [Diagnostic] = []
        for guest in guests {
            for (key, dependencies) in [
                ("reeve.start.after", guest.start.after), ("reeve.start.requires", guest.start.requires),
            ] {
                for case .guest(let name) in dependencies where !names.contains(name) {
                    let others = names.subtracting([guest.name]).map(\.text).sorted()
                    let near = Spelling.nearest(to: name.text, among: others)
                    found.append(
                        diagnostic(
                            guest, key, files,
                            "guest \"\(guest.name)\" waits for \"\(name)\", and there is no such guest; "
                                + (others.isEmpty ? "there are no others" : "guests: \(listed(others))"),
                            hint: near.map { "did you mean \"\($0)\"?" }
                                ?? "a unit is written with its suffix, as \"\(name).service\""))
                }
            }
        }
        return found
    }

    /// Each circle is named once, beginning with its first guest by name.
    private static func circles(_ guests: [GuestSpecification], _ files: [GuestName: [GuestFile]]) -> [Diagnostic] {
        let byName = Dictionary(guests.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var finished: Set<GuestName> = []
        var found: [Diagnostic] = []
        // Iterative: a chain of thousands of guests must not exhaust the stack.
        for root in guests where !finished.contains(root.name) {
            var path: [GuestName] = [root.name]
            var onPath: Set<GuestName> = [root.name]
            var rest: [[GuestName]] = [root.neighbors]
            while let last = path.last {
                guard let next = rest[rest.count - 1].popLast() else {
                    finished.insert(last)
                    onPath.remove(last)
                    path.removeLast()
                    rest.removeLast()
                    continue
                }
                if onPath.contains(next), let start = path.firstIndex(of: next) {
                    found.append(circle(Array(path[start...]), byName, files))
                } else if !finished.contains(next), let guest = byName[next] {
                    path.append(next)
                    onPath.insert(next)
                    rest.append(guest.neighbors)
                }
            }
        }
        return found
    }

    private static func circle(
        _ names: [GuestName], _ guests: [GuestName: GuestSpecification], _ files: [GuestName: [GuestFile]]
    ) -> Diagnostic {
        let first = names.indices.min { names[$0] < names[$1] } ?? 0
        let turned = Array(names[first...] + names[..<first])
        let chain = (turned + [turned[0]]).map { "\"\($0)\"" }.joined(separator: " waits for ")
        let message = "guests wait for each other in a circle: \(chain)"
        guard let guest = guests[turned[0]] else { return Diagnostic(.error, file: turned[0].text, message) }
        let next = GuestDependency.guest(turned.count > 1 ? turned[1] : turned[0])
        let key = guest.start.after.contains(next) ? "reeve.start.after" : "reeve.start.requires"
        return diagnostic(guest, key, files, message, hint: "leave one of them out")
    }

    private static func sharedUUIDs(_ guests: [GuestSpecification], _ files: [GuestName: [GuestFile]]) -> [Diagnostic] {
        var holders: [GuestUUID: GuestName] = [:]
        var found: [Diagnostic] = []
        for guest in guests {
            guard let uuid = guest.text(of: "uuid").flatMap({ GuestUUID($0) }) else { continue }
            if let other = holders[uuid] {
                found.append(
                    diagnostic(
                        guest, "uuid", files, "guest \"\(other)\" has this UUID too",
                        hint: "leave uuid out of both: Reeve derives one for each"))
            }
            holders[uuid] = guest.name
        }
        return found
    }

    private static func diagnostic(
        _ guest: GuestSpecification, _ key: String, _ files: [GuestName: [GuestFile]], _ message: String, hint: String?
    ) -> Diagnostic {
        for file in files[guest.name] ?? [] {
            guard let setting = file.settings.last(where: { $0.key == key }) else { continue }
            return Diagnostic(.error, file: file.name, span: setting.value.span, message, key: key, hint: hint)
        }
        return Diagnostic(.error, file: guest.file, message, key: key, hint: hint)
    }

    /// The first few of many names.
    private static func listed(_ names: [String]) -> String {
        names.count <= 12 ? names.joined(separator: ", ") : names.prefix(12).joined(separator: ", ") + ", …"
    }
}

extension GuestSpecification {
    fileprivate var neighbors: [GuestName] {
        (start.after + start.requires).reversed().compactMap { dependency in
            guard case .guest(let name) = dependency else { return nil }
            return name
        }
    }
}
