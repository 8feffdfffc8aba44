/// `/etc/ld.so.conf`: where the dynamic linker's cache looks for libraries beside the default directories.
///
/// Source: ldconfig(8); glibc elf/ldconfig.c, `parse_conf`.
package struct LinkerConfiguration: Sendable, Equatable {
    package enum Line: Sendable, Equatable {
        case directory(String)
        /// Other files with such lines; the last part of the path may have `*`.
        case include(String)
    }

    package let lines: [Line]

    package init(parsing content: [UInt8]) {
        lines = content.split(separator: UInt8(ascii: "\n")).flatMap { line -> [Line] in
            let text = String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
            let words = text.split { $0 == " " || $0 == "\t" || $0 == "," || $0 == ":" || $0 == "\r" }.map(String.init)
            switch words.first {
            case "include"?: return words.dropFirst().map(Line.include)
            // Capabilities of the processor; the linker has not looked at them for long.
            case "hwcap"?, nil: return []
            // "DIRECTORY=TYPE" once told libraries of libc5.
            default: return words.map { Line.directory(String($0.prefix { $0 != "=" })) }
            }
        }
    }
}
