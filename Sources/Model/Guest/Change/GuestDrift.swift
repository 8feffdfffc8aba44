package import Formats

/// How the definition of a guest differs from the recipe that it runs by, and what of that Xen can do at once.
package struct GuestDrift: Sendable, Equatable {
    /// What can be done to a running guest.
    package enum Step: Sendable, Equatable {
        /// In MiB, at most `maxmem`.
        case memory(Int)
        /// At most `maxvcpus`.
        case vcpus(Int)
        /// The element of `disk`.
        case attachDisk(String, VirtualDevice)
        case detachDisk(VirtualDevice)
        /// A CD into the drive; `nil` takes it out.
        case changeMedium(VirtualDevice, to: String?, element: String)
        /// The element of `vif`, its address included.
        case attachInterface(String, MACAddress)
        case detachInterface(MACAddress)
    }

    /// In the order in which they are to be done: what is taken away comes first, so that its name is free.
    package var steps: [Step]
    /// Keys whose new value waits for the next boot of the guest.
    package var waiting: [String]

    private init(steps: [Step], waiting: some Sequence<String>) {
        self.steps = steps
        self.waiting = Set(waiting).sorted()
    }

    /// Compares two complete recipes of the same guest.
    package init(from running: GuestRecipe, to defined: GuestRecipe) {
        var (old, new) = (running.values, defined.values)
        var steps: [Step] = []
        var waiting: Set<String> = []
        for (key, bound, step) in [("memory", "maxmem", Step.memory), ("vcpus", "maxvcpus", Step.vcpus)] {
            let (before, after) = (old.removeValue(forKey: key), new.removeValue(forKey: key))
            let limit = (old[bound] ?? before)?.number
            // Not written, it is what the guest was booted with, which a step has put there.
            if new[bound] == nil { old[bound] = nil }
            guard before != after else { continue }
            if let wanted = after?.number, let limit, wanted > 0, wanted <= limit {
                steps.append(step(wanted))
            } else {
                waiting.insert(key)
            }
        }
        let disks = Self.disks(from: old.removeValue(forKey: "disk"), to: new.removeValue(forKey: "disk"))
        let interfaces = Self.interfaces(from: old.removeValue(forKey: "vif"), to: new.removeValue(forKey: "vif"))
        steps += disks.steps + interfaces.steps
        if disks.waits { waiting.insert("disk") }
        if interfaces.waits { waiting.insert("vif") }
        for key in Set(old.keys).union(new.keys) where old[key] != new[key] { waiting.insert(key) }
        self.init(steps: steps, waiting: waiting)
    }

    private static func disks(from old: XLValue?, to new: XLValue?) -> (steps: [Step], waits: Bool) {
        guard old != new else { return ([], false) }
        let (before, after) = (Listed<DiskSpecification>(old), Listed<DiskSpecification>(new))
        guard before.isWhole, after.isWhole else { return ([], true) }
        var steps: [Step] = []
        var waits = false
        for disk in before.items where !after.items.contains(where: { $0.value.device == disk.value.device }) {
            // A drive belongs to the machine; only what is in it can change.
            if disk.value.isCDROM { waits = true } else { steps.append(.detachDisk(disk.value.device)) }
        }
        for disk in after.items {
            guard let former = before.items.first(where: { $0.value.device == disk.value.device })?.value else {
                if disk.value.isCDROM { waits = true } else { steps.append(.attachDisk(disk.text, disk.value.device)) }
                continue
            }
            guard former != disk.value else { continue }
            var other = former
            (other.target, other.format) = (disk.value.target, disk.value.format)
            if disk.value.isCDROM, other == disk.value {
                steps.append(.changeMedium(disk.value.device, to: disk.value.target, element: disk.text))
            } else {
                waits = true
            }
        }
        return (steps, waits)
    }

    private static func interfaces(from old: XLValue?, to new: XLValue?) -> (steps: [Step], waits: Bool) {
        guard old != new else { return ([], false) }
        let (before, after) = (Listed<VIFSpecification>(old), Listed<VIFSpecification>(new))
        guard before.isWhole, after.isWhole else { return ([], true) }
        var steps: [Step] = []
        var waits = false
        for item in before.items where !after.items.contains(where: { $0.value.mac == item.value.mac }) {
            if let mac = item.value.mac { steps.append(.detachInterface(mac)) } else { waits = true }
        }
        for item in after.items {
            if let former = before.items.first(where: { $0.value.mac == item.value.mac }) {
                if former.value != item.value { waits = true }
            } else if let mac = item.value.mac {
                steps.append(.attachInterface(item.text, mac))
            } else {
                waits = true
            }
        }
        return (steps, waits)
    }
}

/// The elements of a list of devices, each with its text.
private struct Listed<Value: XLSpecification> {
    var items: [(text: String, value: Value)] = []
    /// Whether each could be read.
    var isWhole = true

    init(_ value: XLValue?) {
        guard case .list(let elements)? = value else {
            isWhole = value == nil
            return
        }
        items = elements.compactMap { element in
            guard let text = element.text, let value = Value(element) else { return nil }
            return (text, value)
        }
        isWhole = items.count == elements.count
    }
}

extension XLValue {
    /// The number that a key of megabytes or CPUs has.
    fileprivate var number: Int? { text.flatMap { Int($0) } }
}

extension GuestDrift {
    /// Every key that differs, sorted.
    package var keys: [String] { postponed.waiting }

    /// The same when nothing is to be done at once.
    package var postponed: GuestDrift { GuestDrift(steps: [], waiting: waiting + steps.map(\.key)) }

    /// What a change asks for that made this of an earlier drift.
    ///
    /// What Xen could have done before is somebody else's intention: it goes on waiting.
    package func asked(after earlier: GuestDrift) -> GuestDrift {
        let asked = steps.filter { !earlier.steps.contains($0) }
        let others = steps.filter { earlier.steps.contains($0) }
        return GuestDrift(steps: asked, waiting: waiting + others.map(\.key))
    }
}

extension GuestDrift.Step {
    /// The key of the definition that it carries out.
    package var key: String {
        switch self {
        case .memory: "memory"
        case .vcpus: "vcpus"
        case .attachDisk, .detachDisk, .changeMedium: "disk"
        case .attachInterface, .detachInterface: "vif"
        }
    }

    /// What was done, in words.
    package var done: String {
        switch self {
        case .memory(let size): "has \(size) MiB of memory"
        case .vcpus(let count): "has \(count) \(count == 1 ? "CPU" : "CPUs")"
        case .attachDisk(_, let device): "has disk \(device)"
        case .detachDisk(let device): "has no disk \(device) any more"
        case .changeMedium(let device, nil, _): "has nothing in drive \(device)"
        case .changeMedium(let device, let target?, _):
            "has \(ShownText.escaped(target.utf8, limit: 200)) in drive \(device)"
        case .attachInterface(_, let mac): "has an interface \(mac)"
        case .detachInterface(let mac): "has no interface \(mac) any more"
        }
    }
}
