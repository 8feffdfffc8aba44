import Formats
import Testing

@Suite struct `vif specifications` {
    @Test func `an empty string is an interface with the defaults`() throws {
        #expect(try VIFSpecification(parsing: "") == VIFSpecification())
        #expect(VIFSpecification().text == "")
    }

    @Test func `blanks before items, empty items and the old name of gatewaydev are read`() throws {
        var vif = VIFSpecification()
        vif.mac = MACAddress(0x00, 0x16, 0x3e, 0x01, 0x02, 0xab)
        vif.gatewayDevice = "eth0"
        #expect(try VIFSpecification(parsing: ", mac=00:16:3E:1:02:AB,,  netdev=eth0,") == vif)
    }

    @Test(arguments: [
        "type=ioemu,mac=00:16:3e:00:00:01,bridge=br0,ip=10.0.0.2,script=vif-route,backend=net,vifname=web0,model=e1000,"
            + "rate=10Mb/s,devid=0,mtu=9000,vlan=12,untrusted",
        "bridge=xenbr0", "trusted", "rate=5GB/s@20000us",
        "forwarddev=eth1,colo_sock_mirror_id=a,colo_filter_sec_redirector1_outdev=b,colo_checkpoint_port=9",
    ])
    func `the written form comes back byte for byte`(text: String) throws {
        #expect(try VIFSpecification(parsing: text).text == text)
    }

    @Test(arguments: [
        ("brige=br0", "unknown vif item \"brige\"", 0..<5),
        ("bridge=br0, foo", "unknown vif item \"foo\"", 12..<15),
        ("bridge", "\"bridge\" has no \"=\" and value", 0..<6),
        ("type=e1000", "\"e1000\" is not a known vif type", 5..<10),
        ("mac=00:16:3e:00:00", "mac \"00:16:3e:00:00\" is not a MAC address", 4..<18),
        ("mac=00:16:3g:00:00:01", "mac \"00:16:3g:00:00:01\" is not a MAC address", 4..<21),
        (
            "mac=01:16:3e:00:00:01", "mac \"01:16:3e:00:00:01\" is not the address of one interface, it is a group's",
            4..<21
        ),
        ("rate=10M", "rate \"10M\" is not a rate", 5..<8),
        ("devid=x", "devid \"x\" is not a number", 6..<7),
        ("mtu=1", "mtu 1 is outside of 68 to 65535", 4..<5),
    ])
    func `a bad vif is refused at its place`(text: String, sentence: String, range: Range<Int>) {
        let error = #expect(throws: SpecificationError.self) { try VIFSpecification(parsing: text) }
        #expect(error?.description.contains(sentence) == true)
        #expect(error?.range.lowerBound == range.lowerBound)
    }

    @Test func `a repeated item, an ignored one and a new one are noted`() throws {
        var remarks: [SpecificationRemark] = []
        let vif = try VIFSpecification(parsing: "bridge=a,bridge=b,accel=0,vlan=3", remarks: &remarks)
        #expect(vif.bridge == "b")
        #expect(
            remarks == [
                SpecificationRemark(.surprise("bridge is given twice, the last one counts"), 9..<17),
                SpecificationRemark(.needs(XenVersion(4, 19), item: "vlan"), 26..<32),
                SpecificationRemark(.surprise("xl ignores accel"), 18..<25, hint: "leave it out"),
            ])
    }
}

@Suite struct `vif rates` {
    @Test(arguments: [
        ("16000000b/s", 100_000), ("2MB/s@50ms", 100_000), ("16Kb/s", 100), ("8Gb/s", 50_000_000),
        ("80Mb/s@1s", 10_000_000), ("80Mb/s@1", 10_000_000), ("10Mb/s", 62_500), ("1B/s", 0), ("2MB/s@500u", 1000),
    ])
    func `a rate is a portion for each interval`(text: String, bytes: UInt64) throws {
        let rate = try #require(VIFRate(parsing: text))
        #expect(rate.bytesPerInterval == bytes)
        #expect(VIFRate(parsing: rate.text) == rate)
    }

    @Test(arguments: [
        "", "@", "foo", "10M", "10MB", "10mb/s", "10MB/m", "10ZB/s", "4294967296b/s", "0B/s", "10Mb/s@foo",
        "10Mb/s@10h",
        "1B/s@4294967296us", "1B/s@4294968ms", "1B/s@4295s", "1B/s@0us", "4294967295GB/s@5us", "4296MB/s@4294s",
    ])
    func `what xl refuses is refused`(text: String) {
        #expect(VIFRate(parsing: text) == nil)
    }
}

@Suite struct `MAC addresses` {
    @Test func `an address is written in one way`() {
        #expect(MACAddress(parsing: "0-16-3E-a-B-ff")?.text == "00:16:3e:0a:0b:ff")
    }

    @Test(arguments: ["", "00:16:3e:00:00", "00:16:3e:00:00:01:02", "00:16:3e:00:00:001", "+0:16:3e:00:00:01"])
    func `other text is refused`(text: String) {
        #expect(MACAddress(parsing: text) == nil)
    }
}
