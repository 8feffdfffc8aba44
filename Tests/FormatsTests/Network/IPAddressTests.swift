import Formats
import Testing

@Suite struct `addresses of networks` {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("::", "::"), ("::1", "::1"), ("2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("fe80::", "fe80::"), ("::ffff:192.0.2.1", "::ffff:c000:201"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ])
    func `are read, and written in one form`(text: String, form: String) {
        #expect(IPAddress(parsing: text)?.text == form)
        #expect(IPAddress(parsing: form)?.text == form)
    }

    @Test(arguments: [
        "", "192.0.2", "192.0.2.1.1", "192.0.2.256", "192.0.2.01", "192.0.2.+1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "1::2::3", ":1", "1:", ":::", "12345::", "g::", "fe80::1%eth0", "::192.0.2.1:1", "+1::", "1:2:3:4:5:6:7:8::",
    ])
    func `that are none are not read`(text: String) { #expect(IPAddress(parsing: text) == nil) }

    @Test(arguments: ["192.0.2.1", "192.0.2.1/33", "192.0.2.1/-1", "192.0.2.1/", "/24", "::1/129", "192.0.2.1/24/1"])
    func `without a right length are no network`(text: String) { #expect(IPNetwork(parsing: text) == nil) }

    @Test(arguments: [
        ("192.0.2.1/24", "192.0.2.129/25", true), ("192.0.2.1/25", "192.0.2.129/25", false),
        ("0.0.0.0/0", "198.51.100.1/32", true), ("2001:db8::1/64", "2001:db8::2/128", true),
        ("2001:db8::/64", "2001:db8:0:1::/64", false), ("::/0", "192.0.2.1/24", false),
    ])
    func `overlap or do not`(one: String, other: String, overlap: Bool) throws {
        let (one, other) = (try #require(IPNetwork(parsing: one)), try #require(IPNetwork(parsing: other)))
        #expect(one.overlaps(other) == overlap)
        #expect(other.overlaps(one) == overlap)
    }

    @Test(arguments: [
        ("192.0.2.0/24", true), ("192.0.2.255/24", true), ("192.0.2.1/24", false), ("192.0.2.0/31", false),
        ("192.0.2.0/32", false), ("2001:db8::/64", true), ("2001:db8::ffff:ffff:ffff:ffff/64", false),
        ("2001:db8::/127", false),
    ])
    func `of a network or of all its hosts are no host's`(text: String, isNoHost: Bool) throws {
        #expect(try #require(IPNetwork(parsing: text)).isNoHost == isNoHost)
    }

    @Test(arguments: [("192.0.2.1/24", "255.255.255.0"), ("10.0.0.1/8", "255.0.0.0"), ("10.0.0.1/0", "0.0.0.0")])
    func `have a mask`(text: String, mask: String) throws {
        #expect(try #require(IPNetwork(parsing: text)).maskAddress.text == mask)
    }
}

@Suite struct `names of interfaces` {
    @Test(arguments: ["eth0", "enp0s31f6.4094", "br-LAN_1", "a", "vif1.0-emu", "0a"])
    func `are taken`(text: String) { #expect(InterfaceName(text)?.text == text) }

    @Test(arguments: [
        "", "0123456789abcdef", "eth 0", "eth/0", "eth:0", ".", "..", "all", "default", "12", "-a", "é", "a\n",
    ])
    func `that no manager takes are refused`(text: String) { #expect(InterfaceName(text) == nil) }
}
