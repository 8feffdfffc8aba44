/// What xl and libxl print, without what changes from release to release.
///
/// Source: Xen tools/libs/toollog/xtl_logger_stdio.c, tools/libs/light/libxl_internal.c (`libxl__logv`): a line is
/// `libxl: error: FILE:LINE:FUNCTION: Domain N:MESSAGE`; before 4.10 without the domain.
enum XLMessage {
    /// The message of a line, whoever wrote it; the whole line where it has none of libxl's marks.
    static func text(of line: String) -> String {
        guard let range = line.firstRange(of: "libxl: error: ") else { return line }
        var rest = line[range.upperBound...]
        rest = rest.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false).last ?? rest
        rest = rest.drop { $0 == " " }
        if rest.hasPrefix("Domain "), let colon = rest.firstIndex(of: ":") { rest = rest[rest.index(after: colon)...] }
        return String(rest.drop { $0 == " " })
    }

    /// Whether the line tells of an error, and is none of those that only say what came of one.
    static func isComplaint(_ line: String) -> Bool {
        line.contains("libxl: error: ") || line.hasPrefix("xc: error: ")
    }

    /// The domain that a line speaks of.
    static func domid(in line: String) -> Int? {
        guard let range = line.firstRange(of: ": Domain ") else { return nil }
        let digits = line[range.upperBound...].prefix { $0.isASCII && $0.isNumber }
        guard line[range.upperBound...].dropFirst(digits.count).first == ":" else { return nil }
        return Int(digits)
    }
}
