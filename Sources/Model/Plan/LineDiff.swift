/// The lines in which two texts differ, as diff -u(1) shows them.
package struct LineDiff: Sendable, Equatable {
    package enum Line: Sendable, Equatable {
        /// The place of the lines that follow, as `@@ -1,3 +1,4 @@`.
        case place(String)
        case same(String)
        case removed(String)
        case added(String)
    }

    package let lines: [Line]

    /// Texts of more lines than this are shown as wholly replaced: finding the least difference takes too long.
    private static let limit = 5000
    private static let context = 3

    package init(from old: [UInt8], to new: [UInt8]) {
        let (old, new) = (Self.split(old), Self.split(new))
        let all = Self.merged(old, new)
        var shown: [Line] = []
        var index = 0
        // Numbers of the next line in each text.
        var (left, right) = (1, 1)
        while index < all.count {
            let distance = all[index...].prefix(Self.context + 1).firstIndex { !$0.isSame }
            guard let distance else {
                index += 1
                left += 1
                right += 1
                continue
            }
            let end = Self.endOfHunk(all, from: distance)
            let hunk = all[index..<end]
            let (removed, added) = (hunk.count { !$0.isAdded }, hunk.count { !$0.isRemoved })
            shown.append(
                .place(
                    "@@ -\(removed == 0 ? left - 1 : left),\(removed) +\(added == 0 ? right - 1 : right),\(added) @@"))
            shown += hunk
            left += removed
            right += added
            index = end
        }
        lines = shown
    }

    private static func split(_ text: [UInt8]) -> [String] {
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    /// All lines of both, in order.
    private static func merged(_ old: [String], _ new: [String]) -> [Line] {
        guard old.count + new.count <= limit else { return old.map(Line.removed) + new.map(Line.added) }
        let difference = new.difference(from: old)
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                lines.append(.removed(old[left]))
                left += 1
            } else if right < new.count, added.contains(right) {
                lines.append(.added(new[right]))
                right += 1
            } else {
                lines.append(.same(old[left]))
                left += 1
                right += 1
            }
        }
        return lines
    }

    /// Past the context that follows the last change of a hunk; changes closer than twice the context are one hunk.
    private static func endOfHunk(_ lines: [Line], from start: Int) -> Int {
        var last = start
        var index = start
        while index < lines.count, index - last <= 2 * context {
            if !lines[index].isSame { last = index }
            index += 1
        }
        return min(last + context + 1, lines.count)
    }
}

extension LineDiff.Line {
    /// The line as diff(1) writes it.
    package var text: String {
        switch self {
        case .place(let text): text
        case .same(let text): " " + text
        case .removed(let text): "-" + text
        case .added(let text): "+" + text
        }
    }

    fileprivate var isSame: Bool { if case .same = self { true } else { false } }
    fileprivate var isAdded: Bool { if case .added = self { true } else { false } }
    fileprivate var isRemoved: Bool { if case .removed = self { true } else { false } }
}
