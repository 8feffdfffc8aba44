/// Finds what a person probably meant.
package enum Spelling {
    /// The candidate closest to a word, `nil` when none is close: at most one wrong letter in three, and never more
    /// than three.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        let bytes = Array(word.utf8)
        let limit = min(3, (bytes.count + 2) / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let other = Array(candidate.utf8)
            guard abs(other.count - bytes.count) <= limit else { continue }
            let distance = distance(from: bytes, to: other)
            if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// How many letters have to be put in, left out, replaced, or swapped with their neighbor.
    private static func distance(from left: [UInt8], to right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
