import CXLU
import Formats
import Glibc

/// One text as libxlutil and as Reeve read it.
struct Oracle {
    let input: [UInt8]
    let document: XLDocument

    init(_ input: [UInt8]) {
        self.input = input
        document = XLDocument(parsing: SourceText(name: "input", bytes: input))
    }

    /// What libxlutil does with a text.
    enum Verdict: Equatable { case takes, refuses, aborts }

    var verdict: Verdict {
        // Only a NUL byte makes libxlutil abort; a child process for every text would take too long.
        if input.contains(0), cxlu_survives(input, Int32(input.count)) < 0 { return .aborts }
        guard let theirs = cxlu_read(input, Int32(input.count)) else { return .refuses }
        cxlu_free(theirs)
        return .takes
    }

    /// What is not the same, in words; `nil` when all is.
    var disagreement: String? {
        let verdict = verdict
        switch (verdict, document.hasErrors) {
        case (.takes, true):
            let messages = document.diagnostics.map(\.message)
            return Difference.strayLastByte.excuses(self) ? nil : "libxlutil takes it, Reeve says: \(messages)"
        case (.refuses, false): return "libxlutil refuses it, Reeve takes it"
        case (.aborts, false): return "libxlutil aborts, Reeve takes it"
        case (.refuses, true), (.aborts, true): return nil
        case (.takes, false): break
        }
        guard let theirs = cxlu_read(input, Int32(input.count)) else { return "libxlutil changed its mind" }
        defer { cxlu_free(theirs) }
        let keys = Set(document.settings.map(\.key) + InputGenerator.keys)
        return keys.lazy.compactMap { disagreement(about: $0, theirs) }.first
    }

    private func disagreement(about key: String, _ theirs: OpaquePointer) -> String? {
        var length = 0
        let text = cxlu_value(theirs, key, &length)
        defer { free(text) }
        let value = text.map { Array(UnsafeRawBufferPointer(start: $0, count: length)) }
        let own = document[key].map { Self.comparable($0.value) }
        if value != own { return "\(key): libxlutil has \(shown(value)), Reeve \(shown(own))" }

        var number = 0
        let status = cxlu_long(theirs, key, &number)
        let (ownStatus, ownNumber) = integer(key)
        if status == ownStatus, status != 0 || number == ownNumber { return nil }
        if Difference.binaryNumber.excuses(document[key]) { return nil }
        return "\(key) as a number: libxlutil has \(number) (errno \(status)), Reeve \(ownNumber) (\(ownStatus))"
    }

    private func integer(_ key: String) -> (status: Int32, value: Int) {
        do {
            return (0, Int(try document.integer(key).value))
        } catch .missing {
            return (ESRCH, 0)
        } catch .unreadable(.outOfRange) {
            return (ERANGE, 0)
        } catch {
            return (EINVAL, 0)
        }
    }

    /// The form of `cxlu_value`.
    static func comparable(_ value: XLValue) -> [UInt8] {
        switch value {
        case .atom(let bytes): Array("\"\(bytes.count):".utf8) + bytes
        case .list(let elements): [UInt8(ascii: "[")] + elements.flatMap(comparable) + [UInt8(ascii: "]")]
        }
    }

    private func shown(_ bytes: [UInt8]?) -> String { bytes.map { ShownText.escaped($0) } ?? "nothing" }

    /// The text for `printf %b`, to try it elsewhere.
    var escapedInput: String {
        input.map { byte in
            (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\\")
                ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// The smallest text found with a disagreement, by leaving pieces out.
    var shrunk: Oracle {
        var best = self
        var length: Int
        repeat {
            length = best.input.count
            best = best.shrunkOnce
        } while best.input.count < length
        return best
    }

    private var shrunkOnce: Oracle {
        var best = self
        var size = max(1, input.count / 2)
        while size > 0 {
            var start = 0
            while start < best.input.count {
                var shorter = best.input
                shorter.removeSubrange(start..<min(start + size, shorter.count))
                let candidate = Oracle(shorter)
                if candidate.disagreement != nil { best = candidate } else { start += size }
            }
            size /= 2
        }
        return best
    }
}
