import Formats
import Model
import Testing

@Suite struct `what is rendered of a guest` {
    static func guest(_ text: String) -> GuestSpecification {
        GuestSpecification.decode("web", file: `a guest's file`.file(text)).0
    }

    static func unit(_ text: String) -> GuestUnit {
        let guest = guest(text)
        return GuestUnit(guest: guest, devices: GuestDevices(of: guest, network: GuestNetworkDefaults()))
    }

    @Test func `a drop-in orders it against what it needs`() {
        let unit = Self.unit(
            """
            kernel = "/var/lib/xen/images/vmlinuz"
            disk = ["phy:/dev/vg/web,xvda,w", "/srv/images/web.img,raw,xvdb,w", "target=iqn:x,vdev=xvdc,script=block-iscsi"]
            vif = ["bridge=br0", "", "script=vif-openvswitch,bridge=ovs0", "bridge=br0,backend=netvm"]
            reeve.start.after = ["db", "nfs-server.service"]
            reeve.start.requires = ["dns"]
            reeve.ready.timeout = 60
            reeve.stop.timeout = 30
            reeve.restart = "on-crash"

            """)
        #expect(
            unit.dropIn.text == """
                # Written by reeve apply from /etc/reeve/guests/web.cfg.

                [Unit]
                Wants=dev-vg-web.device sys-subsystem-net-devices-br0.device sys-subsystem-net-devices-xenbr0.device reeve-guest@db.service nfs-server.service
                Requires=reeve-guest@dns.service
                After=dev-vg-web.device sys-subsystem-net-devices-br0.device sys-subsystem-net-devices-xenbr0.device reeve-guest@db.service nfs-server.service reeve-guest@dns.service
                RequiresMountsFor=/srv/images/web.img /var/lib/xen/images/vmlinuz
                StartLimitIntervalSec=600
                StartLimitBurst=6

                [Service]
                Restart=on-failure
                RestartSec=5
                TimeoutStartSec=360
                TimeoutStopSec=120

                """)
        #expect(Array(unit.nodes.keys) == ["/etc/systemd/system/reeve-guest@web.service.d/reeve.conf"])
    }

    @Test func `a guest that starts with the host has a link`() {
        let node = Self.unit("reeve.start.auto = 1\n").nodes[
            "/etc/systemd/system/multi-user.target.wants/reeve-guest@web.service"]
        #expect(
            node
                == DesiredNode(
                    .symlink(target: "/usr/lib/systemd/system/reeve-guest@.service"),
                    why: "guest \"web\" starts with the host"))
    }

    @Test func `a recipe has all that the guest says, and what makes it ours`() throws {
        let guest = Self.guest(
            """
            name = "other"
            memory = 128
            vif = ["bridge=br0", "", "mac=00:16:3e:01:02:03"]
            extra = "console=hvc0"
            extra += " quiet"
            on_crash = "coredump-restart"
            reeve.start.auto = 1

            """)
        let identity = GuestIdentity(host: "h", name: "web")
        let recipe = GuestRecipe(of: guest, host: "h")
        #expect(
            recipe.assignments == [
                .init("name", .string("web")), .init("uuid", .string(identity.uuid.text)),
                .init(
                    "vif",
                    .list([
                        .string("bridge=br0,mac=\(identity.macAddress(ofInterface: 0))"),
                        .string("mac=\(identity.macAddress(ofInterface: 1))"), .string("mac=00:16:3e:01:02:03"),
                    ])),
                .init("on_poweroff", .string("preserve")), .init("on_crash", .string("preserve")),
                .init("on_watchdog", .string("preserve")), .init("on_reboot", .string("restart")),
                .init("memory", .string("128")), .init("extra", .string("console=hvc0 quiet")),
            ])
        let read = XLDocument(parsing: SourceText(name: "recipe", bytes: try recipe.text()))
        #expect(read.diagnostics == [])
        #expect(read.settings.map { GuestRecipe.Assignment($0.key, $0.value.value) } == recipe.assignments)
    }

    @Test(arguments: [
        ("/usr/bin/pygrub", "pygrub"), ("/usr/lib/xen-4.20/bin/pygrub", "pygrub"), ("pygrub", "pygrub"),
        ("/root/bin/pygrub", "/root/bin/pygrub"), ("/usr/bin/pvgrub", "/usr/bin/pvgrub"),
    ])
    func `pygrub is left for xl to find among the programs of its version`(written: String, given: String) {
        let recipe = GuestRecipe(of: Self.guest("bootloader = \"\(written)\"\n"), host: "h")
        #expect(recipe.assignments.first { $0.key == "bootloader" }?.value == .string(given))
    }

    @Test func `a guest that does not want to be made again after a reboot is kept for settle`() {
        let recipe = GuestRecipe(of: Self.guest("on_reboot = \"destroy\"\n"), host: "h")
        #expect(recipe.assignments.last { $0.key == "on_reboot" } == .init("on_reboot", .string("preserve")))
    }
}
