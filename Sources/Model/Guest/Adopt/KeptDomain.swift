package import Formats

/// What libxl keeps of a running domain, or what xl makes of a file, as single values by their paths.
///
/// A path is as in `b_info.type.hvm.vnc.enable` or `disks[0].vdev`. A list of plain values is one value, for most are
/// bitmaps or arguments; of a list of others each element has its index.
package struct KeptDomain: Sendable, Equatable {
    package let values: [String: LibxlValue]
    /// How many elements each list of devices has: one may be without any value of its own.
    package let lengths: [String: Int]

    package init(values: [String: LibxlValue], lengths: [String: Int]) {
        self.values = values
        self.lengths = lengths
    }

    /// Takes what `libxl_domain_config_to_json` gives: `xl create --dryrun` prints it.
    ///
    /// Source: Xen tools/libs/light/libxl_types.idl, `domain_config`.
    package init(_ tree: LibxlValue) throws(KeptDomainError) {
        guard case .map(let map) = tree, map["c_info"]?.isMap == true, map["b_info"]?.isMap == true else {
            throw .notADomain
        }
        var found = Found()
        Self.collect(tree, at: "", into: &found)
        (values, lengths) = (found.values, found.lengths)
    }

    /// Takes one domain out of what `xl list --long` prints, a list with `domid` and `config` of each.
    ///
    /// Source: Xen tools/xl/xl_info.c, `list_domains_details`.
    package init(listing: LibxlValue, domid: Int) throws(KeptDomainError) {
        let rows: [LibxlValue] = if case .list(let rows) = listing { rows } else { [listing] }
        for case .map(let row) in rows where row["domid"]?.number == Int64(domid) {
            guard let config = row["config"] else { throw .notADomain }
            try self.init(config)
            return
        }
        throw .missing(domid)
    }

    private struct Found {
        var values: [String: LibxlValue] = [:]
        var lengths: [String: Int] = [:]
    }

    private static func collect(_ value: LibxlValue, at path: String, into found: inout Found) {
        switch value {
        case .map(let map):
            for (key, value) in map { collect(value, at: path.isEmpty ? key : "\(path).\(key)", into: &found) }
        case .list(let list) where list.contains(where: \.isNested):
            found.lengths[path] = list.count
            for (index, value) in list.enumerated() { collect(value, at: "\(path)[\(index)]", into: &found) }
        case .list(let list): if !list.isEmpty { found.values[path] = value }
        case .null: break
        case .boolean, .number, .large, .text: found.values[path] = value
        }
    }

    package subscript(path: String) -> LibxlValue? { values[path] }

    /// How Xen runs it; `nil` for what no xl.cfg(5) can say.
    package var type: XLGuestType? { values["c_info.type"]?.text.flatMap(XLGuestType.init(rawValue:)) }

    package var name: String? { values["c_info.name"]?.text }
    package var uuid: GuestUUID? { values["c_info.uuid"]?.text.flatMap { GuestUUID($0) } }

    /// How many elements a list has, as `disks`.
    package func count(of list: String) -> Int { lengths[list] ?? 0 }
}

/// What xl printed is not what is known of any release.
package enum KeptDomainError: Error, Sendable, Equatable, CustomStringConvertible {
    case notADomain
    case missing(Int)

    package var description: String {
        switch self {
        case .notADomain:
            "xl printed no configuration of a domain; output_format in xl.conf has to be \"json\", its default"
        case .missing(let domid):
            "xl has no configuration of domain \(domid): libxl did not make it, or its file in /var/lib/xen is lost"
        }
    }
}
