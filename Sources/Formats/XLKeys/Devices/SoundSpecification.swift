/// One part of a virtual sound card: a string of one of the inner lists of `vsnd = [ [ … ], … ]`.
///
/// The list of a card has its `card`, then each `pcm` with its `stream`s after it; what a part does not say it takes
/// from the one around it. Source: Xen tools/xl/xl_parse.c (`parse_vsnd_item`), xen/include/public/io/sndif.h.
package struct SoundSpecification: Sendable, Equatable {
    package enum Part: Sendable, Equatable {
        case card(backend: String?, shortName: String?, longName: String?)
        case pcm(name: String?)
        case stream(identifier: String?, direction: Direction?)
    }

    package enum Direction: String, Sendable, CaseIterable {
        case playback = "p"
        case capture = "c"
    }

    /// How samples look, as in ALSA.
    package enum SampleFormat: String, Sendable, CaseIterable {
        case s8, u8, s16_le, s16_be, u16_le, u16_be, s24_le, s24_be, u24_le, u24_be, s32_le, s32_be, u32_le, u32_be
        case f32_le, f32_be, f64_le, f64_be, iec958_subframe_le, iec958_subframe_be, mu_law, a_law, ima_adpcm, mpeg, gsm
    }

    package var part: Part
    /// In hertz.
    package var sampleRates: [Int] = []
    package var sampleFormats: [SampleFormat] = []
    package var leastChannels: Int?
    package var mostChannels: Int?
    /// In bytes.
    package var bufferSize: Int?

    package init(_ part: Part) {
        self.part = part
    }
}

extension SoundSpecification: XLSpecification {
    private static let parameters = ["sample-rates", "sample-formats", "channels-min", "channels-max", "buffer-size"]
    private static let names = [
        "card": ["backend", "short-name", "long-name"], "pcm": ["name"], "stream": ["unique-id", "type"],
    ]

    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        guard let first = SpecificationItem.split(text).first else {
            throw SpecificationError(.missing("card, pcm or stream"), 0..<text.utf8.count)
        }
        let word = first.name.lowercased()
        guard first.value == nil, let names = Self.names[word] else {
            throw SpecificationError(
                .unknownWord(first.name, for: "part of a sound card", allowed: ["card", "pcm", "stream"]), first.range)
        }
        let items = try SpecificationReader(
            text, grammar: "vsnd \(word)", names: names + Self.parameters, flags: [first.name], remarks: &remarks)
        switch word {
        case "card":
            part = .card(
                backend: items.string("backend"), shortName: items.string("short-name"),
                longName: items.string("long-name"))
        case "pcm": part = .pcm(name: items.string("name"))
        default:
            part = .stream(identifier: items.string("unique-id"), direction: try items.foldedWord("type"))
        }
        sampleRates = try Self.pieces(of: items.item("sample-rates"), want: "a sample rate") {
            XLNumber.decimal($0.utf8)
        }
        sampleFormats = try Self.pieces(of: items.item("sample-formats"), want: "a sample format") {
            SampleFormat(rawValue: $0.lowercased())
        }
        leastChannels = try items.number("channels-min", remarks: &remarks)
        mostChannels = try items.number("channels-max", remarks: &remarks)
        bufferSize = try items.number("buffer-size", remarks: &remarks)
    }

    package var text: String {
        let (word, own): (String, [(name: String, value: String?)]) =
            switch part {
            case .card(let backend, let shortName, let longName):
                ("card", [("backend", backend), ("short-name", shortName), ("long-name", longName)])
            case .pcm(let name): ("pcm", [("name", name)])
            case .stream(let identifier, let direction):
                ("stream", [("unique-id", identifier), ("type", direction?.rawValue)])
            }
        let rates = sampleRates.map(String.init).joined(separator: ";")
        let formats = sampleFormats.map(\.rawValue).joined(separator: ";")
        let shared: [(name: String, value: String?)] = [
            ("sample-rates", rates.isEmpty ? nil : rates), ("sample-formats", formats.isEmpty ? nil : formats),
            ("channels-min", specificationNumber(leastChannels)), ("channels-max", specificationNumber(mostChannels)),
            ("buffer-size", specificationNumber(bufferSize)),
        ]
        return [word, specificationText(own), specificationText(shared)].filter { !$0.isEmpty }.joined(separator: ",")
    }

    /// The values of a list with `;` between them.
    private static func pieces<Value>(
        of item: SpecificationItem?, want: String, read: (Substring) -> Value?
    ) throws(SpecificationError) -> [Value] {
        guard let item, let text = item.value else { return [] }
        var values: [Value] = []
        var offset = item.valueRange.lowerBound
        for piece in text.split(separator: ";", omittingEmptySubsequences: false) {
            let range = offset..<(offset + piece.utf8.count)
            offset = range.upperBound + 1
            if piece.isEmpty { continue }
            guard let value = read(piece) else {
                throw SpecificationError(.malformed(String(piece), for: item.name, want: want), range)
            }
            values.append(value)
        }
        return values
    }
}
