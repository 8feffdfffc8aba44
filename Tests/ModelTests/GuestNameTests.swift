import Model
import Testing

@Suite struct `guest names` {
    @Test(arguments: ["web1", "0web", "a", "a-b.c_d", String(repeating: "x", count: 63)])
    func `a name of the right shape is taken`(text: String) {
        #expect(GuestName(text)?.text == text)
    }

    @Test(arguments: [
        ("", "a guest's name is not empty"),
        ("-web", "a guest's name begins with a letter or a digit"),
        ("web one", "a guest's name has only letters, digits, \".\", \"_\" and \"-\""),
        ("wéb", "a guest's name has only letters, digits, \".\", \"_\" and \"-\""),
        ("../etc", "a guest's name begins with a letter or a digit"),
        ("12", "xl takes a name of digits alone for a domain id"),
        (String(repeating: "x", count: 64), "a guest's name has at most 63 characters"),
    ])
    func `a name of another shape is refused with the reason`(text: String, reason: String) {
        #expect(GuestName(text) == nil)
        #expect(GuestName.reason(against: text) == reason)
    }
}

@Suite struct `a guest's identity` {
    let identity = GuestIdentity(host: "0123456789abcdef0123456789abcdef", name: "web")

    @Test func `is the same every time`() {
        #expect(identity.uuid == GuestIdentity(host: identity.host, name: identity.name).uuid)
    }

    @Test func `differs between hosts and between guests`() {
        let uuids = [
            identity.uuid, GuestIdentity(host: identity.host, name: "web2").uuid,
            GuestIdentity(host: "fedcba9876543210fedcba9876543210", name: identity.name).uuid,
        ]
        #expect(Set(uuids).count == 3)
    }

    @Test func `has a UUID of version 8 and of the standard's variant`() {
        let text = Array(identity.uuid.text)
        #expect(text.count == 36)
        #expect(text[14] == "8")
        #expect("89ab".contains(text[19]))
    }

    @Test func `has a MAC address in Xen's range for each interface`() {
        let addresses = (0..<3).map { identity.macAddress(ofInterface: $0) }
        #expect(Set(addresses).count == 3)
        #expect(addresses.allSatisfy { $0.hasPrefix("00:16:3e:") && $0.count == 17 })
    }

    @Test(arguments: [
        ("AABBCCDD-0011-2233-4455-66778899AABB", "aabbccdd-0011-2233-4455-66778899aabb"),
        ("aabbccdd00112233445566778899aabb", "aabbccdd-0011-2233-4455-66778899aabb"),
    ])
    func `a UUID is taken as libxl takes it`(text: String, normal: String) {
        #expect(GuestUUID(text)?.text == normal)
    }

    @Test(arguments: ["", "aabb", "aabbccdd-0011-2233-4455-66778899aabg", "random"])
    func `another text is no UUID`(text: String) {
        #expect(GuestUUID(text) == nil)
    }
}
