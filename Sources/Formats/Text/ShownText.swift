/// Text of unknown origin made fit for a terminal: what is not printable is written as an escape.
package enum ShownText {
    /// Bytes as printable text, at most `limit` characters of them.
    ///
    /// Bytes that are not UTF-8 become `\xNN`; control characters, and marks that turn the direction of writing, become
    /// `\u{NN}`. Text that was cut ends in "…".
    package static func escaped(_ bytes: some Collection<UInt8>, limit: Int = .max) -> String {
        // Four bytes are enough for one scalar, so a cut here never shows.
        let wanted = limit < .max / 4 ? bytes.prefix((limit + 1) * 4) : bytes[...]
        let cells = ShownCell.cells(of: Array(wanted))
        let text = cells.prefix(limit).map(\.text).joined()
        return cells.count > limit ? text + "…" : text
    }
}

/// One character as it is shown.
struct ShownCell {
    let text: String
    /// Columns of a terminal.
    let width: Int
    /// How many bytes of the file it stands for.
    let byteCount: Int

    static func cells(of bytes: [UInt8]) -> [ShownCell] {
        var cells: [ShownCell] = []
        var at = 0
        while at < bytes.count {
            let cell = ShownCell(bytes, at: at)
            cells.append(cell)
            at += cell.byteCount
        }
        return cells
    }

    private init(_ bytes: [UInt8], at start: Int) {
        let length =
            switch bytes[start] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        let candidate = bytes[start..<min(start + length, bytes.count)]
        if let scalar = String(validating: candidate, as: UTF8.self)?.unicodeScalars.first {
            text = Self.text(of: scalar)
            width = Self.isEscaped(scalar) ? text.utf8.count : Self.width(of: scalar)
            byteCount = candidate.count
        } else {
            let digits = Array("0123456789abcdef".unicodeScalars)
            text = "\\x\(digits[Int(bytes[start] >> 4)])\(digits[Int(bytes[start] & 15)])"
            width = 4
            byteCount = 1
        }
    }

    private static func text(of scalar: Unicode.Scalar) -> String {
        if scalar == "\t" { return "    " }
        return isEscaped(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }

    /// Tabs too: they are shown as four spaces, so that what stands below them fits.
    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch scalar.value {
        // The blocks that Unicode's EastAsianWidth.txt calls wide, in one rough line.
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
