package import Formats

extension GuestRecipe {
    /// The recipe that a file holds, as `prepare` wrote it for the present run.
    package init(_ document: XLDocument) {
        var seen: Set<String> = []
        self.init(
            document.settings.compactMap { setting in
                guard seen.insert(setting.key).inserted else { return nil }
                return document[setting.key].map { Assignment(setting.key, $0.value) }
            })
    }

    /// What the guest runs by once a step was done.
    package func after(_ step: GuestDrift.Step) -> GuestRecipe {
        switch step {
        case .memory(let size): bounding("memory", by: "maxmem").setting("memory") { _ in .string(String(size)) }
        case .vcpus(let count): bounding("vcpus", by: "maxvcpus").setting("vcpus") { _ in .string(String(count)) }
        case .attachDisk(let element, _): adding(element, to: "disk")
        case .detachDisk(let device): without(device, in: "disk", by: \DiskSpecification.device)
        case .changeMedium(let device, _, let element):
            setting("disk") { Self.replacing(device, by: element, in: $0, by: \DiskSpecification.device) }
        case .attachInterface(let element, _): adding(element, to: "vif")
        case .detachInterface(let mac): without(mac, in: "vif", by: \VIFSpecification.mac)
        }
    }

    /// Writes down how far a value can be raised: as far as where it was at the boot, unless something else is said.
    private func bounding(_ key: String, by bound: String) -> GuestRecipe {
        guard values[bound] == nil, let value = values[key] else { return self }
        return setting(bound) { _ in value }
    }

    private func setting(_ key: String, _ change: (XLValue?) -> XLValue) -> GuestRecipe {
        var assignments = assignments
        if let index = assignments.firstIndex(where: { $0.key == key }) {
            assignments[index].value = change(assignments[index].value)
        } else {
            assignments.append(Assignment(key, change(nil)))
        }
        return GuestRecipe(assignments)
    }

    private func adding(_ element: String, to key: String) -> GuestRecipe {
        setting(key) { value in
            guard case .list(let elements)? = value else { return .list([.string(element)]) }
            return .list(elements + [.string(element)])
        }
    }

    private func without<Value: XLSpecification, Name: Equatable>(
        _ name: Name, in key: String, by path: KeyPath<Value, Name>
    ) -> GuestRecipe {
        setting(key) { Self.replacing(name, by: nil, in: $0, by: path) }
    }

    private static func replacing<Value: XLSpecification, Name: Equatable>(
        _ name: Name, by element: String?, in value: XLValue?, by path: KeyPath<Value, Name>
    ) -> XLValue {
        guard case .list(let elements)? = value else { return value ?? .list([]) }
        return .list(
            elements.compactMap { item in
                // An element that cannot be read is none that a step is about.
                guard let found = Value(item), found[keyPath: path] == name else { return item }
                return element.map(XLValue.string)
            })
    }
}
