package import Formats

/// The file of a guest that was a domain before it was a guest.
package struct AdoptedFile: Sendable, Equatable {
    package var name: GuestName
    package var domid: Int
    package var translation: DomainTranslation
    /// Paths of values that are given up.
    package var leftOut: [String]
    package var startsWithHost: Bool

    package init(
        _ name: GuestName, domid: Int, _ translation: DomainTranslation, leftOut: [String] = [],
        startsWithHost: Bool = false
    ) {
        self.name = name
        self.domid = domid
        self.translation = translation
        self.leftOut = leftOut
        self.startsWithHost = startsWithHost
    }

    /// The whole file; throws what the grammar cannot carry.
    package func text() throws(XLPrintError) -> [UInt8] {
        var text: [UInt8] = []
        Self.comment(
            "\(name): made of the running domain \(domid) by \"reeve guest adopt\"; yours from here on.", &text)
        for path in leftOut { Self.comment("Left out, as it was asked for: \(ShownText.escaped(path.utf8))", &text) }
        for part in translation.parts {
            if part.assignments.first?.key != "name" { text.append(UInt8(ascii: "\n")) }
            if let comment = part.comment { Self.comment(comment, &text) }
            for assignment in part.assignments { text += try XLPrinter.assignment(assignment.key, assignment.value) }
        }
        text.append(UInt8(ascii: "\n"))
        if startsWithHost {
            text += try XLPrinter.assignment("reeve.start.auto", .string("1"))
        } else {
            Self.comment("reeve.start.auto = 1    # for a guest that starts with the host", &text)
        }
        return text
    }

    private static func comment(_ words: String, _ text: inout [UInt8]) { text += Array("# \(words)\n".utf8) }
}
