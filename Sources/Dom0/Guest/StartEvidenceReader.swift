import Formats
import Model
import XenStore

/// Gathers what a failed start left behind, before anything removes it.
struct StartEvidenceReader {
    let machine: GuestMachine
    let name: GuestName

    static let logDirectory: HostPath = "/var/log/xen"
    static let hotplugLog: HostPath = logDirectory / "xen-hotplug.log"

    /// `begun` is when the run was prepared, in seconds since 1970.
    func evidence(of run: GuestRun, begun: Int64) async -> StartEvidence {
        var evidence = StartEvidence()
        let root = machine.host.root
        let said = await UnitJournal(runner: machine.host.runner).lastRun(of: name, lines: StartEvidence.most)
        evidence.add(Array(said.joined(separator: "\n").utf8), from: .xl)
        evidence.add(LogFile(path: Self.hotplugLog, root: root).content(after: run.hotplugLog), from: .hotplug)
        for domid in evidence.domids.prefix(3).reversed() {
            let log = LogFile(path: Self.logDirectory / "bootloader.\(domid).log", root: root)
            evidence.add(log.content(since: begun), from: .bootLoader)
        }
        let deviceModel = LogFile(path: Self.logDirectory / "qemu-dm-\(name).log", root: root)
        evidence.add(deviceModel.content(since: begun), from: .deviceModel)
        for line in storeErrors(of: evidence.domids) { evidence.add(Array(line.utf8), from: .store) }
        return evidence
    }

    /// What dom0's kernel wrote about its side of the domain's devices: libxl removes the devices, and not these.
    private func storeErrors(of domids: [Int]) -> [String] {
        guard let domid = domids.first.flatMap({ DomainID($0) }) else { return [] }
        // try?: the store only adds to what was said already.
        return (try? machine.openStore().backendErrors(of: domid)) ?? []
    }
}

extension StoreConnection {
    /// `KIND ID: TEXT` for each error that dom0's kernel noted about a domain's devices.
    ///
    /// Source: Linux drivers/xen/xenbus/xenbus_client.c, `xenbus_va_dev_error`.
    fileprivate func backendErrors(of domid: DomainID) throws(StoreError) -> [String] {
        let place = StorePath.root / "local/domain/0/error/backend"
        var lines: [String] = []
        for kind in try list(place) ?? [] {
            guard let devices = place.appending(kind)?.appending(domid.description) else { continue }
            for id in try list(devices) ?? [] {
                guard let node = devices.appending(id), let text = try read(node / "error") else { continue }
                lines.append("\(kind) \(id): \(text.printable())")
            }
        }
        return lines
    }
}
