import Formats
import Testing
import XenStore

@Suite struct `devices and domains in the store` {
    /// A store with dom0, a running guest 3 and a domain 4 that is being built.
    private static let nodes: [(String, String)] = [
        ("/local/domain/0/name", "Domain-0"),
        ("/local/domain/0/vm", "/vm/00000000-0000-0000-0000-000000000000"),
        ("/local/domain/3/name", "web"),
        ("/local/domain/3/vm", "/vm/6D1C0B8E-38F9-4F2F-9CD4-9F4D8B1C3A11"),
        ("/local/domain/4/control", ""),
        ("/libxl/3/device/console/0/backend", "/local/domain/0/backend/console/3/0"),
        ("/libxl/3/device/console/0/frontend", "/local/domain/3/console"),
        ("/local/domain/0/backend/console/3/0/state", "1"),
        ("/libxl/3/device/vbd/51712/backend", "/local/domain/0/backend/qdisk/3/51712"),
        ("/libxl/3/device/vbd/51712/frontend", "/local/domain/3/device/vbd/51712"),
        ("/local/domain/0/backend/qdisk/3/51712/state", "4"),
        ("/local/domain/3/device/vbd/51712/state", "4"),
        ("/local/domain/0/error/backend/qdisk/3/51712/error", "an old error"),
        ("/libxl/3/device/vif/0/backend", "/local/domain/0/backend/vif/3/0"),
        ("/libxl/3/device/vif/0/frontend", "/local/domain/3/device/vif/0"),
        ("/local/domain/0/backend/vif/3/0/state", "2"),
        ("/local/domain/0/backend/vif/3/0/hotplug-status", "error"),
        ("/local/domain/0/backend/vif/3/0/hotplug-error", "Could not find bridge device xenbr1"),
        ("/local/domain/3/device/vif/0/state", "evil\u{1B}"),
        // A backend that is another domain's: not followed.
        ("/libxl/3/device/vif/1/backend", "/local/domain/0/backend/vif/9/1"),
        ("/libxl/3/device/vif/1/frontend", "/local/domain/9/device/vif/1"),
        ("/local/domain/0/backend/vif/9/1/state", "4"),
        ("/local/domain/9/device/vif/1/state", "4"),
    ]

    private static func fill(_ client: StoreConnection) throws {
        for (path, value) in nodes { try client.write(try #require(StorePath(path)), Array(value.utf8)) }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `every device is found with the state of both ends`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let client = try store.connect()
            try Self.fill(client)
            let guest = try #require(DomainID(3))
            let devices = try client.devices(of: [guest, try #require(DomainID(4))])

            #expect(devices.map(\.name) == ["console 0", "xvda", "vif 0", "vif 1"])
            #expect(
                devices.map(\.standing) == [
                    .unattended, .connected,
                    .failed(GuestBytes(Array("Could not find bridge device xenbr1".utf8))), .waiting,
                ])
            var disk = DeviceState(
                domain: guest, kind: .vbd, id: 51712,
                backend: BackendPlace(
                    domain: .dom0, kind: .qdisk, path: .root / "local/domain/0/backend/qdisk/3/51712"))
            disk.backendState = .connected
            disk.frontendState = .connected
            disk.backendError = GuestBytes(Array("an old error".utf8))
            #expect(devices[1] == disk)
            #expect(devices[2].hotplug == .error)
            #expect(devices[2].frontendState == nil)
            #expect(devices[3] == DeviceState(domain: guest, kind: .vif, id: 1))
        }
    }

    @Test(arguments: RealStore.Daemon.allCases) func `every domain is found with its name and UUID`(
        daemon: RealStore.Daemon
    ) async throws {
        try await RealStore.with(daemon) { store in
            let client = try store.connect()
            #expect(try client.domains() == [])
            try Self.fill(client)
            let none = try #require(DomainID(4))
            #expect(
                try client.domains().filter { $0.id <= none } == [
                    StoreDomain(
                        id: .dom0, uuid: "00000000-0000-0000-0000-000000000000",
                        name: GuestBytes(Array("Domain-0".utf8))),
                    StoreDomain(
                        id: try #require(DomainID(3)), uuid: "6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a11",
                        name: GuestBytes(Array("web".utf8))),
                    StoreDomain(id: none, uuid: nil, name: nil),
                ])
        }
    }

    @Test(arguments: [
        (51712, "xvda"), (51713, "xvda1"), (51952, "xvdp"), (268_441_856, "xvdz"), (268_442_112, "xvdaa"),
        (768, "hda"), (832, "hdb"), (5632, "hdc"), (2048, "sda"), (2065, "sdb1"), (7, "vbd 7"),
    ])
    func `a disk's number is its name`(id: Int, name: String) {
        #expect(DeviceState(domain: .dom0, kind: .vbd, id: id).name == name)
    }

    @Test(arguments: ["", "03", "-1", "32752", "99999", "3x"]) func `not every text is a domain's number`(text: String)
    {
        #expect(DomainID(text) == nil)
    }
}
