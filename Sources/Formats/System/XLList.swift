/// The table that `xl list -v` prints: every domain, how it runs and why it stopped.
///
/// Source: Xen tools/xl/xl_info.c, `list_domains`: a name padded to 40 columns, then domid, memory in MiB, vCPUs, six
/// state letters (`rbps`, reason, `d`), seconds, UUID, the reason in hexadecimal or `-`, and perhaps a label.
package struct XLList: Sendable, Equatable {
    /// One row.
    package struct Domain: Sendable, Equatable {
        /// As xl printed it; `(null)` for a domain without one.
        package var name: String
        package var domid: Int
        /// In MiB.
        package var memory: Int
        package var vcpus: Int
        /// The six letters.
        package var state: String
        /// CPU time in tenths of a second.
        package var cpuTime: Int
        package var uuid: String
        /// Xen's number for why it shut down; `nil` when it did not.
        package var reason: Int?

        package init(
            name: String, domid: Int, memory: Int = 0, vcpus: Int = 1, state: String, cpuTime: Int = 0, uuid: String,
            reason: Int? = nil
        ) {
            self.name = name
            self.domid = domid
            self.memory = memory
            self.vcpus = vcpus
            self.state = state
            self.cpuTime = cpuTime
            self.uuid = uuid
            self.reason = reason
        }

        package var isPaused: Bool { letter(2) == "p" }
        package var isShutdown: Bool { letter(3) == "s" }
        package var isDying: Bool { letter(5) == "d" }

        private func letter(_ place: Int) -> Character? { state.dropFirst(place).first }
    }

    package var domains: [Domain]

    package init(domains: [Domain]) {
        self.domains = domains
    }

    /// Reads the table; a line that is no row is an error, because a domain that is overlooked would be started twice.
    package init(parsing output: [UInt8]) throws(XLListError) {
        let lines = output.split(separator: UInt8(ascii: "\n"))
        guard let header = lines.first?.text, header.hasPrefix("Name"), header.contains("UUID") else {
            throw .noHeader(Self.excerpt(lines.first ?? []))
        }
        domains = []
        for line in lines.dropFirst() {
            guard let domain = Domain(line: line) else { throw .badRow(Self.excerpt(line)) }
            domains.append(domain)
        }
    }

    private static func excerpt(_ line: ByteSlice) -> String { line.prefix(200).text }
}

/// Why the output of `xl list -v` cannot be understood.
package enum XLListError: Error, Equatable, CustomStringConvertible {
    case noHeader(String)
    case badRow(String)

    package var description: String {
        switch self {
        case .noHeader(let line): "xl list -v: \"\(line)\" is not the head of its table"
        case .badRow(let line): "xl list -v: \"\(line)\" is not a row of its table"
        }
    }
}

extension XLList.Domain {
    /// The name may hold blanks and even what looks like a row, so the row is read from its end: the last UUID is the
    /// domain's own, and the five numbers before it are those of the table.
    fileprivate init?(line: ByteSlice) {
        let words = line.blankSeparated
        guard let place = words.lastIndex(where: Self.isUUID), place >= 5, words.count > place + 1 else { return nil }
        let row = words[(place - 5)...].map(\.text)
        guard let domid = Self.number(row[0]), domid < 1 << 16, let memory = Self.number(row[1]),
            let vcpus = Self.number(row[2]), Self.isState(row[3]), let cpuTime = Self.tenths(row[4])
        else { return nil }
        let reason = row[6] == "-" ? nil : Int(row[6], radix: 16)
        guard reason != nil || row[6] == "-" else { return nil }
        let name = line[..<words[place - 5].startIndex].trimmingBlanks.text
        self.init(
            name: name, domid: domid, memory: memory, vcpus: vcpus, state: row[3], cpuTime: cpuTime, uuid: row[5],
            reason: reason)
    }

    private static func isUUID(_ word: ByteSlice) -> Bool {
        let groups = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    }

    /// Six letters or dashes: running, blocked, paused, shut down, the reason's letter, dying.
    private static func isState(_ word: String) -> Bool {
        let letters = Array(word.utf8)
        guard letters.count == 6 else { return false }
        return zip(letters, ["r", "b", "p", "s", "rscwS?", "d"]).allSatisfy { letter, allowed in
            letter == UInt8(ascii: "-") || allowed.utf8.contains(letter)
        }
    }

    private static func number(_ text: String) -> Int? {
        text.utf8.allSatisfy(\.isDigit) ? Int(text) : nil
    }

    private static func tenths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[1].utf8.count == 1, let whole = number(parts[0]), let tenth = number(parts[1]),
            whole < 1 << 40
        else { return nil }
        return whole * 10 + tenth
    }
}
