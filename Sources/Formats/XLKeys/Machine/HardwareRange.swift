/// I/O ports that a guest may use: `2f8-2ff`, hexadecimal, both ends included.
///
/// Source: Xen docs/man/xl.cfg.5.pod (`ioports`), tools/xl/xl_parse.c.
package struct IOPortRange: Sendable, Equatable {
    package var ports: ClosedRange<Int>

    package init(_ ports: ClosedRange<Int>) {
        self.ports = ports
    }
}

extension IOPortRange: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = ends.compactMap { XLNumber.hexadecimal($0.utf8) }
        guard numbers.count == ends.count, let first = numbers.first, let last = numbers.last, first <= last,
            last < UInt32.max
        else {
            throw SpecificationError(
                .malformed(text, for: "ioports", want: "a range of I/O ports"), 0..<text.utf8.count,
                advice: "write hexadecimal numbers, the smaller first, as in \"2f8-2ff\"")
        }
        ports = first...last
    }

    package var text: String {
        let first = String(ports.lowerBound, radix: 16)
        return ports.lowerBound == ports.upperBound ? first : first + "-" + String(ports.upperBound, radix: 16)
    }
}

/// A physical interrupt that a guest may use, decimal.
///
/// Source: Xen docs/man/xl.cfg.5.pod (`irqs`), tools/xl/xl_parse.c.
package struct InterruptNumber: Sendable, Equatable {
    package var number: Int

    package init(_ number: Int) {
        self.number = number
    }
}

extension InterruptNumber: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        guard let number = XLNumber.decimal(text.utf8), number < UInt32.max else {
            throw SpecificationError(
                .malformed(text, for: "irqs", want: "the decimal number of an interrupt"), 0..<text.utf8.count)
        }
        self.number = number
    }

    package var text: String { "\(number)" }
}

/// Pages of device memory that a guest may use: `START,COUNT[@GFN]`, hexadecimal frame numbers.
///
/// Source: Xen docs/man/xl.cfg.5.pod (`iomem`), tools/xl/xl_parse.c.
package struct DeviceMemoryRange: Sendable, Equatable {
    package var firstFrame: Int
    package var frameCount: Int
    /// Where the guest sees it; the same place when it is not given.
    package var guestFrame: Int?

    package init(firstFrame: Int, frameCount: Int, guestFrame: Int? = nil) {
        self.firstFrame = firstFrame
        self.frameCount = frameCount
        self.guestFrame = guestFrame
    }
}

extension DeviceMemoryRange: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let places = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let pages = places[0].split(separator: ",", omittingEmptySubsequences: false)
        let numbers = pages.compactMap { XLNumber.hexadecimal($0.utf8) }
        let frame = places.count == 2 ? XLNumber.hexadecimal(places[1].utf8) : nil
        guard pages.count == 2, numbers.count == 2, places.count == 1 || frame != nil else {
            throw SpecificationError(
                .malformed(text, for: "iomem", want: "a range of device memory"), 0..<text.utf8.count,
                advice: "write the first page and how many, hexadecimal, as in \"fd000,10\" or \"fd000,10@80000\"")
        }
        firstFrame = numbers[0]
        frameCount = numbers[1]
        guestFrame = frame
    }

    package var text: String {
        let pages = String(firstFrame, radix: 16) + "," + String(frameCount, radix: 16)
        return pages + (guestFrame.map { "@" + String($0, radix: 16) } ?? "")
    }
}

/// Colors of the last-level cache that a guest may use: `0-3` or one number.
///
/// Source: Xen docs/man/xl.cfg.5.pod (`llc_colors`), tools/xl/xl_parse.c.
package struct CacheColorRange: Sendable, Equatable {
    package var colors: ClosedRange<Int>

    package init(_ colors: ClosedRange<Int>) {
        self.colors = colors
    }
}

extension CacheColorRange: XLSpecification {
    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        guard let colors = CPURange.parse(text[...]) else {
            throw SpecificationError(
                .malformed(text, for: "llc_colors", want: "a range of cache colors"), 0..<text.utf8.count,
                advice: "write one number, or two with the smaller first, as in \"0-3\"")
        }
        self.colors = colors
    }

    package var text: String { CPUSelection.text(of: colors) }
}
