import Formats

/// The elements of a list, each with the names that a person calls it by.
struct ListedElements {
    private let key: String
    /// What each is called: a disk by its virtual device or its target, an interface by its address or its place.
    private let names: [[String]]
    /// Of interfaces: those that have their address written.
    private let fixed: Set<Int>?

    /// Throws when the key has one value and no list.
    init(_ key: String, in document: XLDocument) throws(GuestEditError) {
        self.key = key
        guard let node = document[key] else {
            (names, fixed) = ([], nil)
            return
        }
        guard case .list(let nodes) = node.content else { throw .notAList(key) }
        var names = nodes.map { node in
            if case .atom(let bytes) = node.content { [String(decoding: bytes, as: UTF8.self)] } else { [String]() }
        }
        var fixed: Set<Int>?
        switch key {
        case "disk":
            for disk in node.specifications(DiskSpecification.self) {
                names[disk.index] =
                    [disk.value.device.text] + [disk.value.target].compactMap(\.self) + names[disk.index]
            }
        case "vif":
            let interfaces = node.specifications(VIFSpecification.self)
            for interface in interfaces {
                let own = [interface.value.mac?.text, String(interface.index)].compactMap(\.self)
                names[interface.index] = own + names[interface.index]
            }
            fixed = Set(interfaces.filter { $0.value.mac != nil }.map(\.index))
        default: break
        }
        (self.names, self.fixed) = (names, fixed)
    }

    /// The place of the element that is called so.
    func index(of element: String) throws(GuestEditError) -> Int {
        let places = names.indices.filter { names[$0].contains(element) }
        guard let place = places.first else { throw .noElement(key, element, known: names.compactMap(\.first)) }
        guard places.count == 1 else { throw .manyElements(key, element) }
        // Addresses that are not written are derived from the place in the list.
        if let fixed, names.indices.suffix(from: place + 1).contains(where: { !fixed.contains($0) }) {
            throw .movesAddresses(place)
        }
        return place
    }
}
