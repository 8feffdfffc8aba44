import Formats

extension HealthCheck {
    /// Xen's daemons, their settings and the room for what they write.
    static let daemons = [
        HealthCheck(
            "store-missing", "whether each toolstack has a xenstored",
            why: "a host that boots with it has no store, and starts no guest", look: storeMissing),
        HealthCheck(
            "store-ocaml", "whether the host relies on oxenstored, which leaves Xen",
            why:
                "oxenstored is deprecated since Xen 4.21 and leaves its tree; the store can be changed only by a reboot",
            look: storeOCaml),
        HealthCheck(
            "variables", "variables in /etc/default/xen and the like that do nothing",
            why: "what they were set for does not happen", look: variables),
        HealthCheck(
            "directories-missing", "whether the directories are there that Xen's tools write to",
            why: "the tools do not make them, and fail when they want to write there", look: directoriesMissing),
        HealthCheck(
            "directories-full", "whether there is room where Xen's tools write",
            why: "a guest whose log or state cannot be written does not start, or loses what it had to say",
            look: directoriesFull),
    ]

    private static func storeMissing(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        facts.host.toolstacks.filter { $0.programs["xenstored"] == nil && $0.programs["oxenstored"] == nil }.map {
            Observation(
                .error, seen: "the \($0.name) has neither xenstored nor oxenstored",
                remedy: "install its packages again",
                command: facts.isDebian && $0.version != nil
                    ? "apt-get install --reinstall xen-utils-\($0.name.dropFirst(10))" : nil)
        }
    }

    private static func storeOCaml(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        let store = StoreProgram(facts.specification.host, facts.host)
        guard store.type == .ocaml,
            let newest = facts.host.toolstacks.filter({ $0.programs["oxenstored"] != nil }).compactMap(\.version).max(),
            newest >= XenVersion(4, 21)
        else { return [] }
        return [
            Observation(
                .warning, seen: "Xen \(newest) is installed, and the store is oxenstored",
                remedy: "write store.type = \"c\" to /etc/reeve/host.conf, then apply and reboot",
                command: "reeve apply")
        ]
    }

    private static func variables(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        facts.variables.flatMap { variables in
            let file = variables.file
            let source = SourceText(name: file.path.string, bytes: file.content)
            let known = XenVariable.all(in: variables.kind)
            return ShellAssignments(parsing: source).assignments.compactMap { assignment -> Observation? in
                guard let variable = known.first(where: { $0.name == assignment.key }), !variable.hasEffect,
                    !assignment.value.text.isEmpty, assignment.value.text != variable.standard
                else { return nil }
                return Observation(
                    .warning, seen: "\(variable.name) in \(file.path) has no effect",
                    why: variable.note, remedy: "take it out, and set what it is meant for in /etc/reeve/host.conf")
            }
        }
    }

    private static func directoriesMissing(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        guard !facts.host.toolstacks.isEmpty else { return [] }
        return try facts.directories.get().filter { $0.room == nil }.map { directory in
            Observation(
                .warning, seen: "\(directory.path) is not there (\(directory.purpose))", remedy: "make it",
                command: "install -d -m 0750 \(directory.path)")
        }
    }

    private static func directoriesFull(_ facts: HealthFacts) throws(Hidden) -> [Observation] {
        try facts.directories.get().compactMap { directory in
            guard let room = directory.room else { return nil }
            let seen: String
            let isEmpty = room.isReadOnly || room.isOutOfFiles || room.free.mebibytes < 1
            if room.isReadOnly {
                seen = "\(directory.path) is read-only (\(directory.purpose))"
            } else if room.isOutOfFiles {
                seen = "the file system of \(directory.path) can take no more files (\(directory.purpose))"
            } else if room.free.mebibytes < 64 {
                seen = "the file system of \(directory.path) has \(room.free.mebibytes) MiB free (\(directory.purpose))"
            } else {
                return nil
            }
            return Observation(
                isEmpty ? .error : .warning, seen: seen, remedy: "make room on that file system",
                command: "df -h \(directory.path)")
        }
    }
}
