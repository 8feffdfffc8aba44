import Formats
import Model
import Testing

@Suite struct `guests on declared bridges` {
    /// What is said of one interface, on a host with a bridge `lan` of Linux and one `ovs` of Open vSwitch.
    private func said(_ vif: String, host: String = "") throws -> [String] {
        let text = "network.bridge.lan.ports = []\nnetwork.bridge.ovs.kind = \"openvswitch\"\n\(host)\n"
        let conf = XLDocument(parsing: SourceText(name: "host.conf", text: text))
        let specification = HostSpecification.decode(file: "host.conf", settings: conf.settings).0
        try #require(specification.network.bridges.map(\.name.text) == ["lan", "ovs"])
        let file = XLDocument(parsing: SourceText(name: "web.cfg", text: "vif = [\"\(vif)\"]\n"))
        let guest = GuestSpecification.decode("web", file: GuestFile(file)).0
        return GuestBridges.check([guest], on: specification).map { "\($0.message) = \($0.hint ?? "")" }
    }

    @Test(arguments: [
        ("bridge=lan", []),
        ("bridge=lan,script=/etc/xen/scripts/vif-bridge", []),
        ("bridge=ovs,script=vif-openvswitch", []),
        ("bridge=ovs.100,script=vif-openvswitch", []),
        ("bridge=ovs,script=my-own", []),
        ("bridge=elsewhere", []),
        ("bridge=ovs,backend=netvm", []),
        (
            "bridge=ovs",
            [
                "\"ovs\" is a bridge of Open vSwitch, and the interface joins it with vif-bridge"
                    + " = write script=vif-openvswitch, or xl.vif.default.script in host.conf for all"
            ]
        ),
        (
            "bridge=ovs:10:20",
            [
                "\"ovs\" is a bridge of Open vSwitch, and the interface joins it with vif-bridge"
                    + " = write script=vif-openvswitch, or xl.vif.default.script in host.conf for all"
            ]
        ),
        (
            "bridge=lan,script=vif-openvswitch",
            [
                "\"lan\" is a bridge of Linux, and the interface joins it with vif-openvswitch"
                    + " = write script=vif-bridge, or leave script out"
            ]
        ),
    ])
    func `the script fits the bridge`(vif: String, said: [String]) throws {
        #expect(try self.said(vif) == said)
    }

    @Test func `the defaults of host.conf count`() throws {
        let host = "xl.vif.default.bridge = \"ovs\"\nxl.vif.default.script = \"vif-openvswitch\""
        #expect(try said("rate=1Mb/s", host: host) == [])
        #expect(try said("bridge=lan", host: host).count == 1)
    }
}
