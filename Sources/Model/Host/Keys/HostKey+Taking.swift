import Formats

extension HostKey {
    /// The keys, with their values, that write a word of Xen's command line; `nil` where a word says more than keys can.
    ///
    /// What they write is the word's ``canonical(_:)`` form, so that taking a word over changes nothing.
    static func settings(writing word: String) -> [(key: String, value: XLValue)]? {
        let name = XenCommandLine.option(of: word)
        let word = canonical(word)
        guard word.hasPrefix(name + "=") else { return nil }
        let text = String(word.dropFirst(name.count + 1))
        let rows = rows(of: name)
        if rows.count == 1, let value = rows[0].value(writing: text) { return [(rows[0].name, value)] }
        // One element for each key, in the order in which the keys write them.
        var rest = rows[...]
        var settings: [(key: String, value: XLValue)] = []
        for element in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard let index = rest.firstIndex(where: { $0.value(writing: element) != nil }),
                let value = rest[index].value(writing: element)
            else { return nil }
            settings.append((rest[index].name, value))
            rest = rest[(index + 1)...]
        }
        return settings
    }

    /// A word in the spelling that keys write, where it is about an option that is only on or off.
    ///
    /// Source: Xen xen/common/kernel.c, `parse_params` and `parse_bool`.
    static func canonical(_ word: String) -> String {
        let name = XenCommandLine.option(of: word)
        let rows = rows(of: name)
        guard rows.count == 1, case .xen(let option) = rows[0].renders, option.element == nil else { return word }
        switch rows[0].kind {
        case .flag, .xen(.flagOr): break
        default: return word
        }
        switch word {
        case name: return "\(name)=true"
        case "no-\(name)": return "\(name)=false"
        default: break
        }
        switch word.dropFirst(name.count + 1) {
        case "1", "yes", "on", "true", "enable": return "\(name)=true"
        case "0", "no", "off", "false", "disable": return "\(name)=false"
        default: return word
        }
    }

    /// The rows that write an option, in the order of the table.
    private static func rows(of name: String) -> [HostKey] {
        writers(of: name).compactMap { Self.named($0) }.filter(\.isOptionOfXen)
    }

    /// The value with which this row writes an element; `nil` when it cannot.
    private func value(writing text: String) -> XLValue? {
        guard case .xen(let option) = renders else { return nil }
        var bare = text
        if let element = option.element, text.hasPrefix(element + option.separator) {
            bare = String(text.dropFirst(element.count + option.separator.count))
        }
        let list = XLValue.list(text.split(separator: ",").map { .string(String($0)) })
        return [.string("1"), .string("0"), .string(bare), list].first { candidate in
            // try?: a value that cannot be written, or is not right for the key, does not write the text.
            guard let line = try? XLPrinter.assignment(name, candidate) else { return false }
            let document = XLDocument(parsing: SourceText(name: "", bytes: line))
            guard let node = document[name], let value = try? HostValue(node, as: kind) else { return false }
            return option.elements(value).joined(separator: ",") == text
        }
    }
}
