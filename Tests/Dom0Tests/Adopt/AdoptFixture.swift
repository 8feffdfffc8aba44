import Dom0
import Formats
import Model
import Synchronization
import Testing

/// A host on which somebody started a domain `shop` by hand, beside the guest `web`.
struct AdoptFixture {
    static let uuid = "11111111-2222-3333-4444-555555555555"
    static let file: HostPath = "/etc/reeve/guests/shop.cfg"

    let guest: GuestFixture

    init(state: String = "-b----", name: String = "shop", store: [String: String] = [:], built: Bool = true) throws {
        let row = XLList.Domain(name: name, domid: 5, memory: 128, state: state, uuid: Self.uuid)
        guest = try GuestFixture(FakeXen([row]), store: store)
        let kept = Self.kept()
        guest.xen.state.withLock { $0.kept = kept }
        if built { try guest.write("/var/lib/xen" / "userdata-d.5.\(Self.uuid).libxl-json", "{}") }
    }

    /// What libxl keeps of it, as Xen 4.20 prints it; `more` is JSON in `b_info`.
    static func kept(_ more: String = "", kernel: String = "/boot/vmlinuz") -> String {
        """
        { "c_info": { "type": "pv", "name": "shop", "domid": 4294967295, "uuid": "\(uuid)",
            "run_hotplug_scripts": "True" },
          "b_info": { "max_vcpus": 1, "avail_vcpus": [ 0 ], "max_memkb": 131072, "target_memkb": 131072,
            "video_memkb": 0, "sched_params": { "sched": "credit2", "weight": 256, "cap": 0 }, \(more)
            "claim_mode": "True", "kernel": "\(kernel)", "cmdline": "root=/dev/xvda", "type.pv": { }, "arch_arm": { },
            "arch_x86": { "msr_relaxed": "False" } },
          "on_reboot": "restart", "on_soft_reset": "soft_reset" }
        """
    }

    func adoption(_ probe: Probe = .none) -> GuestAdoption {
        GuestAdoption(machine: guest.machine, configuration: "/etc/reeve", probe: probe)
    }

    func plan(
        _ domain: String = "shop", leftOut: [String] = [], autostart: Bool = false
    ) async throws -> GuestAdoption.Plan {
        try await adoption().plan(.init(domain: domain, leftOut: leftOut, startsWithHost: autostart))
    }

    /// Why it is not done.
    func obstacles(_ domain: String = "shop") async throws -> [AdoptObstacle] {
        do {
            _ = try await plan(domain)
            return []
        } catch let refusal as AdoptRefusal {
            return refusal.obstacles
        }
    }

    /// What the unit does next.
    func prepare() async throws {
        let directory = GuestDirectory(root: guest.directory.root, configuration: "/etc/reeve")
        try await GuestPreparation(
            machine: guest.machine, guest: try directory.load("shop").specification, network: directory.network(),
            report: { [lines = guest.lines] in lines.add($0) }
        ).run()
    }

    /// What was kept apart from what is there at the end.
    func content(_ path: HostPath) throws -> String? {
        try FileReader.readIfPresent(guest.directory.root.path(path)).map { String(decoding: $0, as: UTF8.self) }
    }
}
