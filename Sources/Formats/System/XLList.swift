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
        let lines = output.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        guard let header = lines.first, header.hasPrefix("Name"), header.contains("UUID") else {
            throw .noHeader(lines.first ?? "")
        }
        domains = []
        for line in lines.dropFirst() {
            guard let domain = Domain(line: line) else { throw .badRow(line) }
            domains.append(domain)
        }
    }
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
    /// The name may hold blanks, so the row is read around its UUID.
    fileprivate init?(line: String) {
        let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        guard let place = words.firstIndex(where: Self.isUUID), place >= 6 else { return nil }
        let numbers = words[(place - 5)..<place].map { $0 }
        guard let domid = Int(numbers[0]), let memory = Int(numbers[1]), let vcpus = Int(numbers[2]),
            numbers[3].count == 6, let seconds = Self.tenths(numbers[4])
        else { return nil }
        let reason = words.dropFirst(place + 1).first ?? "-"
        self.init(
            name: Self.name(of: line, words: words[..<(place - 5)]), domid: domid, memory: memory, vcpus: vcpus,
            state: numbers[3], cpuTime: seconds, uuid: words[place], reason: Int(reason, radix: 16))
    }

    /// What stands before the numbers, with the blanks between its words as they are.
    private static func name(of line: String, words: ArraySlice<String>) -> String {
        let padded = String(line.prefix(40))
        let trimmed = padded.lastIndex { $0 != " " }.map { String(padded[...$0]) } ?? ""
        return trimmed.split(separator: " ").map(String.init) == Array(words) ? trimmed : words.joined(separator: " ")
    }

    private static func isUUID(_ word: String) -> Bool {
        let groups = word.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.joined().allSatisfy(\.isHexDigit)
    }

    private static func tenths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let whole = Int(parts[0]), let tenth = Int(parts[1]), (0...9).contains(tenth),
            whole < 1 << 40
        else { return nil }
        return whole * 10 + tenth
    }
}
