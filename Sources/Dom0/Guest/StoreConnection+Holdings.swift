import Formats
import Model
import XenStore

/// What domains have of dom0, as the backends' side of the store says: no guest can write there.
struct StoreHoldings {
    struct Disk {
        var holder: DomainHolder
        var device: String
        var target: HostPath
        var isWritable: Bool
    }

    var disks: [Disk] = []
    var addresses: [MACAddress: DomainHolder] = [:]
}

extension StoreConnection {
    /// Disks and MAC addresses of all domains.
    func holdings() throws(StoreError) -> StoreHoldings {
        let domains = try domains()
        let names = Dictionary(domains.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let devices = try devices(of: domains.map(\.id)).filter { $0.kind == .vbd || $0.kind == .vif }
        var holdings = StoreHoldings()
        for device in devices {
            guard let backend = device.backend, backend.domain.number == 0 else { continue }
            let name = (names[device.domain] ?? nil)?.printable(limit: 80) ?? "(null)"
            let holder = DomainHolder(name, domid: Int(device.domain.number))
            if device.kind == .vif {
                guard
                    let text = try read(backend.path / "mac").flatMap({ String(validating: $0.bytes, as: UTF8.self) }),
                    let mac = MACAddress(parsing: text)
                else { continue }
                holdings.addresses[mac] = holder
            } else if let target = try read(backend.path / "params")?.diskPath(isQEMU: backend.kind == .qdisk) {
                let mode = try read(backend.path / "mode")?.bytes ?? []
                holdings.disks.append(
                    .init(
                        holder: holder, device: device.name, target: target,
                        isWritable: mode.first == UInt8(ascii: "w")))
            }
        }
        return holdings
    }
}

extension GuestBytes {
    /// The path of a backend's `params`; a QEMU's has the format before it, as in `qcow2:/srv/a.qcow2`.
    fileprivate func diskPath(isQEMU: Bool) -> HostPath? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        guard isQEMU, let colon = text.firstIndex(of: ":") else { return HostPath(text) }
        return HostPath(String(text[text.index(after: colon)...]))
    }
}
