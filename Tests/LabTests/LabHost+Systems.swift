import Glibc
import Lab
import Testing

extension Systems {
    /// What lets root, and a cloud image's user, into their guests.
    static let key = "\(place)/key"
}

/// What guests that are whole systems find on a host.
extension LabHost {
    /// Plugs the disk with the systems in, and gives the bridge what guests find on a network: addresses by DHCP, and the way
    /// that the host itself has to the world.
    func prepareForSystems() async throws {
        try await write(
            "/etc/systemd/network/20-xenbr0.network.d/lab.conf",
            """
            [Network]
            Address=fe80::1/64
            DHCPServer=yes
            IPMasquerade=ipv4
            [DHCPServer]
            DNS=10.0.2.3

            """)
        try await succeed("networkctl", "reload")
        // The clock of a snapshot stood still: what was signed since would be of the future.
        try await succeed("date", "--set", "@\(time(nil))")
        try await Systems.obtain(by: try await ReevePackage.find(), progress).plug(into: self)
    }

    /// A command in a guest, over ssh from its host, by the address that the guest gives itself on its link.
    func run(_ argv: String..., in guest: String, as user: String) async throws -> Output {
        let domid = try await domid(of: guest)
        let address = try await succeed("xenstore-read", "/local/domain/\(domid)/device/vif/0/mac")
        let options = [
            "BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR",
            "ConnectTimeout=20",
        ].flatMap { ["-o", $0] }
        let target = "\(user)@\(try require(Self.linkLocal(address)))%xenbr0"
        return try await shell.run(["ssh", "-i", Systems.key] + options + [target] + argv)
    }

    /// fe80::/64 with the interface's own number.
    ///
    /// Source: RFC 4291, appendix A.
    private static func linkLocal(_ address: String) -> String? {
        var bytes = address.split(separator: ":").compactMap { UInt16($0, radix: 16) }
        guard bytes.count == 6 else { return nil }
        bytes[0] ^= 2
        bytes.insert(contentsOf: [0xff, 0xfe], at: 3)
        let groups = stride(from: 0, to: 8, by: 2).map { String(bytes[$0] << 8 | bytes[$0 + 1], radix: 16) }
        return "fe80::" + groups.joined(separator: ":")
    }
}
