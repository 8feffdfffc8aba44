import Model

/// The first line of a script, where it names its interpreter.
struct Shebang: Equatable {
    private let words: [String]
    private let length: Int

    /// `nil` when the content does not begin with `#!`, or its first line is longer than the kernel reads.
    init?(_ content: [UInt8]?) {
        guard let content, content.starts(with: Array("#!".utf8)) else { return nil }
        let line = content.prefix(256).prefix { $0 != UInt8(ascii: "\n") }
        guard line.count < 256 else { return nil }
        length = line.count
        words = String(decoding: line.dropFirst(2), as: UTF8.self).split { $0 == " " || $0 == "\t" }.map(String.init)
        if words.isEmpty { return nil }
    }

    /// The program that runs it, by its path.
    var interpreter: HostPath? { HostPath(words[0]) }

    /// The Python that runs the script, where one does.
    var python: HostPath? {
        guard let path = HostPath(words[0]) else { return nil }
        if path.name == "env", words.count > 1, words[1].hasPrefix("python3") { return "/usr/bin" / words[1] }
        return path.name.hasPrefix("python3") ? path : nil
    }

    /// The content with another interpreter; what is given to it stays.
    func naming(_ interpreter: HostPath, in content: [UInt8]) -> [UInt8] {
        let rest = HostPath(words[0])?.name == "env" ? words.dropFirst(2) : words.dropFirst()
        let line = "#!" + ([interpreter.string] + rest).joined(separator: " ")
        return Array(line.utf8) + content[length...]
    }
}
