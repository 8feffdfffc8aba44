/// A value that stands on one line of a xen.cfg and comes out of xen.efi's parser as it went in.
///
/// xen.efi ends a line at any control character, a tab among them, starts a comment at any `#`, and drops blanks before
/// a value; there are neither quotes nor escapes, so some text cannot be written at all.
/// Source: Xen xen/common/efi/boot.c, `pre_parse`, `get_value`.
package struct XenEFIText: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Spaces at both ends are dropped.
    package init(_ text: String) throws(XenEFITextError) {
        let bytes = Array(text.utf8)
        if bytes.contains(UInt8(ascii: "#")) { throw .comment(text) }
        if let control = bytes.first(where: \.isControl) { throw .control(control, text) }
        self.text = bytes[...].trimmingBlanks.text
    }

    package var isEmpty: Bool { text.isEmpty }
    package var description: String { text }
}

/// A file that a xen.cfg names: below the directory of xen.efi itself, on the same file system.
///
/// ASCII without blanks: after a kernel's name a blank starts its command line, and xen.efi makes UTF-16 of a name by
/// giving each byte a second one.
/// Source: Xen xen/common/efi/boot.c, `split_string`, `s2w`.
package struct XenEFIFileName: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ name: String) throws(XenEFITextError) {
        let line = try XenEFIText(name)
        guard !name.isEmpty, line.text == name, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .fileName(name)
        }
        text = name
    }

    package var description: String { text }
}

/// Why a text cannot stand in a xen.cfg.
package enum XenEFITextError: Error, Hashable, CustomStringConvertible {
    case comment(String)
    case control(UInt8, String)
    case fileName(String)

    package var description: String {
        switch self {
        case .comment(let text):
            "\"\(Self.shown(text))\" has a \"#\": xen.efi takes it and all after it for a comment, and there is no way to quote it; write the word without it, or boot this entry through GRUB"
        case .control(let byte, let text):
            "\"\(Self.shown(text))\" has a control character (0x\(String(byte, radix: 16))): xen.efi ends the line there; put a space in its place"
        case .fileName(let name):
            "\"\(Self.shown(name))\" cannot be the name of a file in a xen.cfg: only ASCII without spaces will do; rename the file"
        }
    }

    private static func shown(_ text: String) -> String { ShownText.escaped(text.utf8, limit: 200) }
}

extension UInt8 {
    /// As C's `iscntrl` has it.
    var isControl: Bool { self < 0x20 || self == 0x7F }
}
