package import Formats

extension StoreConnection {
    /// The devices of domains, in four round trips however many there are, sorted by domain, kind and number.
    ///
    /// They are found in the toolstack's own tree, `/libxl/N/device`, which no guest can write; the guest's tree is
    /// only asked for the state of its end.
    package func devices(of domains: [DomainID]) throws(StoreError) -> [DeviceState] {
        let kinds = try listAll(domains.map { DeviceSeat(domain: $0) })
        let numbers = try listAll(kinds)
        var devices: [DeviceSeat] = []
        for seat in numbers where seat.id != nil { devices.append(seat) }
        devices.sort { ($0.domain, $0.kind ?? "", $0.id ?? 0) < ($1.domain, $1.kind ?? "", $1.id ?? 0) }
        return try states(try located(devices))
    }

    private func listAll(_ seats: [DeviceSeat]) throws(StoreError) -> [DeviceSeat] {
        zip(seats, try list(seats.map(\.path))).flatMap { seat, names in
            (names ?? []).compactMap { seat.below($0) }
        }
    }

    private func located(_ seats: [DeviceSeat]) throws(StoreError) -> [(DeviceState, frontend: StorePath?)] {
        let values = try read(seats.flatMap { [$0.path / "backend", $0.path / "frontend"] })
        var devices: [(DeviceState, frontend: StorePath?)] = []
        for (index, seat) in seats.enumerated() {
            guard let kind = seat.kind, let id = seat.id else { continue }
            let backend = values[2 * index]?.path.flatMap { BackendPlace($0, of: seat.domain, id: id) }
            let frontend = values[2 * index + 1]?.path.flatMap { $0.isBelow(domain: seat.domain) ? $0 : nil }
            let device = DeviceState(domain: seat.domain, kind: DeviceKind(kind), id: id, backend: backend)
            devices.append((device, frontend))
        }
        return devices
    }

    private func states(_ devices: [(DeviceState, frontend: StorePath?)]) throws(StoreError) -> [DeviceState] {
        var paths: [StorePath] = []
        var uses: [(index: Int, assign: (inout DeviceState, GuestBytes?) -> Void)] = []
        func ask(_ path: StorePath?, _ index: Int, _ assign: @escaping (inout DeviceState, GuestBytes?) -> Void) {
            guard let path else { return }
            paths.append(path)
            uses.append((index, assign))
        }
        for (index, (device, frontend)) in devices.enumerated() {
            ask(device.backend.map { $0.path / "state" }, index) { $0.backendState = $1?.state }
            ask(device.backend.map { $0.path / "hotplug-status" }, index) { $0.hotplug = HotplugStatus($1) }
            ask(device.backend.map { $0.path / "hotplug-error" }, index) { $0.hotplugError = $1 }
            ask(device.backendErrorPath, index) { $0.backendError = $1 }
            ask(frontend.map { $0 / "state" }, index) { $0.frontendState = $1?.state }
            ask(device.frontendErrorPath, index) { $0.frontendError = $1 }
        }
        var states = devices.map(\.0)
        for (use, value) in zip(uses, try read(paths)) { use.assign(&states[use.index], value) }
        return states
    }
}

/// A place in the toolstack's tree: `/libxl/N/device`, `…/KIND` or `…/KIND/ID`.
private struct DeviceSeat {
    let domain: DomainID
    var kind: String?
    var id: Int?
    var path: StorePath

    init(domain: DomainID) {
        self.domain = domain
        path = .root / "libxl" / domain / "device"
    }

    func below(_ name: String) -> DeviceSeat? {
        guard let path = path.appending(name) else { return nil }
        var seat = self
        seat.path = path
        if kind == nil {
            seat.kind = name
        } else {
            guard let id = Int(name) else { return nil }
            seat.id = id
        }
        return seat
    }
}

extension BackendPlace {
    /// Takes `/local/domain/B/backend/KIND/N/ID`, of this very device.
    fileprivate init?(_ path: StorePath, of domain: DomainID, id: Int) {
        let parts = path.components
        guard parts.count == 7, parts[0] == "local", parts[1] == "domain", parts[3] == "backend",
            parts[5] == domain.description, parts[6] == String(id), let server = DomainID(parts[2])
        else { return nil }
        self.init(domain: server, kind: DeviceKind(String(parts[4])), path: path)
    }
}

extension StorePath {
    fileprivate func isBelow(domain: DomainID) -> Bool {
        components.starts(with: ["local", "domain", Substring(domain.description)]) && components.count > 3
    }
}

extension DeviceState {
    /// Linux writes to `error/` and then the device's path below its own domain's tree (drivers/xen/xenbus).
    fileprivate var backendErrorPath: StorePath? {
        guard let backend else { return nil }
        return (StorePath.root / "local/domain" / backend.domain / "error/backend").appending(backend.kind.name)?
            .appending(domain.description)?.appending(String(id)).map { $0 / "error" }
    }

    fileprivate var frontendErrorPath: StorePath? {
        (StorePath.root / "local/domain" / domain / "error/device").appending(kind.name)?
            .appending(String(id)).map { $0 / "error" }
    }
}
