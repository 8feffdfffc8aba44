import Formats

/// What libxl keeps of a running domain, as a guest's file: the same domain when xl makes it again.
///
/// What stands for itself by ``KeptRule`` is written by its rule; what needs more than one value by a method here. What
/// neither knows is in ``unknown``: nothing is left out in silence.
package struct DomainTranslation: Sendable, Equatable {
    /// Assignments that belong together, under a comment.
    package struct Part: Sendable, Equatable {
        package var comment: String?
        package var assignments: [GuestRecipe.Assignment]
    }

    package private(set) var parts: [Part] = []
    /// Paths of values that no key was found for, sorted.
    package private(set) var unknown: [String] = []

    let kept: KeptDomain
    let type: XLGuestType
    /// What was written, or is known not to need it.
    var taken: Set<String> = []

    /// `nil` where the domain's type is none that a file can say.
    package init?(of kept: KeptDomain) {
        guard let type = kept.type, let name = kept.name, let uuid = kept.uuid else { return nil }
        self.kept = kept
        self.type = type
        taken = ["c_info.name", "c_info.uuid", "c_info.type"]
        add(
            nil,
            [
                .init("name", .string(name)), .init("uuid", .string(uuid.text)),
                .init("type", .string(type.rawValue)),
            ] + ruled(KeptRule.identity) + labels())
        add(nil, memory() + ruled(KeptRule.memory) + processors() + ruled(KeptRule.processors))
        add(nil, kernel() + ruled(KeptRule.boot) + ruled(KeptRule.firmware) + smbios())
        add(nil, disks() + interfaces())
        add(nil, ruled(KeptRule.machine) + hypervisorFeatures() + processorFeatures())
        add(nil, video() + ruled(KeptRule.display) + ruled(KeptRule.spice) + ruled(KeptRule.emulation))
        add(nil, passedThrough() + otherDevices())
        add("What happens when the guest ends.", endings())
        unknown = kept.values.keys.filter { !isSettled($0) }.sorted()
    }

    /// All of it, in the file's order.
    package var assignments: [GuestRecipe.Assignment] { parts.flatMap(\.assignments) }

    private mutating func add(_ comment: String?, _ assignments: [GuestRecipe.Assignment]) {
        guard !assignments.isEmpty else { return }
        parts.append(Part(comment: comment, assignments: assignments))
    }

    private func isSettled(_ path: String) -> Bool {
        if taken.contains(path) { return true }
        return kept.standing(of: path) != .its
    }

    /// What the rules write of a group.
    private mutating func ruled(_ rules: [KeptRule]) -> [GuestRecipe.Assignment] {
        rules.compactMap { rule in
            guard let value = kept[rule.path], !rule.standard.contains(value.words),
                let written = Self.written(value, rule.form)
            else { return nil }
            taken.insert(rule.path)
            return GuestRecipe.Assignment(rule.key, written)
        }
    }

    private static func written(_ value: LibxlValue, _ form: KeptRule.Form) -> XLValue? {
        switch form {
        case .text: return value.text.map { .string($0) }
        case .words(let words): return value.text.map { .string(words[$0] ?? $0) }
        case .boolean:
            switch value {
            case .text("True"), .boolean(true): return .string("1")
            case .text("False"), .boolean(false): return .string("0")
            default: return nil
            }
        case .number: return value.number.map { .string(String($0)) }
        case .signed:
            guard let number = value.number, let kept = UInt32(exactly: number) else { return nil }
            return .string(String(Int32(bitPattern: kept)))
        case .mebibytes: return value.number.flatMap { $0 % 1024 == 0 ? .string(String($0 / 1024)) : nil }
        case .strings: return value.strings.map { .list($0.map { .string($0) }) }
        case .none, .runtime: return nil
        }
    }

    // MARK: Values for the methods of its parts

    /// Takes a value that is written, or known not to need it.
    mutating func take(_ path: String) -> LibxlValue? {
        guard let value = kept[path] else { return nil }
        taken.insert(path)
        return value
    }

    /// The same, unless it is what libxl takes anyway.
    mutating func takeSpecial(_ path: String) -> LibxlValue? {
        guard let value = take(path), KeptRule.rule(of: path)?.standard.contains(value.words) != true else {
            return nil
        }
        return value
    }
}
