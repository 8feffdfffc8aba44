/// All keys of one kind of file.
package struct XLKeyTable: Sendable {
    package let keys: [XLKey]
    private let places: [String: Int]

    init(_ keys: [XLKey]) {
        self.keys = keys
        places = Dictionary(keys.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    package subscript(name: String) -> XLKey? { places[name].map { keys[$0] } }

    package var names: [String] { keys.map(\.name) }

    /// The keys that a release knows.
    package func keys(of version: XenVersion) -> [XLKey] { keys.filter { $0.since <= version } }

    /// The 172 keys of xl.cfg(5) up to Xen 4.22.
    ///
    /// Source: what `parse_config_data` of tools/xl/xl_parse.c reads, in each stable branch from 4.11 on; none has ever gone.
    package static let guest = XLKeyTable(
        identityKeys + memoryKeys + processorKeys + endingKeys + bootKeys + deviceKeys + passthroughKeys + displayKeys
            + deviceModelKeys + platformKeys + armKeys + hvmKeys.map { $0.only(.hvm) })

    /// The 22 keys of xl.conf(5) up to Xen 4.22.
    ///
    /// Source: `parse_global_config` of tools/xl/xl.c.
    package static let global = XLKeyTable(globalKeys)
}
