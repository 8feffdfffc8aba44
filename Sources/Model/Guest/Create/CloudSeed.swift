package import Formats

/// What cloud-init is told in the first boot: the files of a NoCloud disk.
///
/// When it is done it turns itself off and reboots, which ends the first boot: the next one is without the disk.
/// Source: cloud-init, "NoCloud", "Network configuration: version 2", "Power State Change".
package struct CloudSeed: Sendable, Equatable {
    package var name: GuestName
    /// What cloud-init knows the machine by: with another one it begins anew.
    package var instance: GuestUUID
    package var macAddress: String?
    /// Lines as in authorized_keys(5).
    package var keys: [String]
    /// Configuration of the administrator's own, in any form that cloud-init reads.
    package var userData: [UInt8]?

    package init(
        name: GuestName, instance: GuestUUID, macAddress: String?, keys: [String], userData: [UInt8]? = nil
    ) {
        self.name = name
        self.instance = instance
        self.macAddress = macAddress
        self.keys = keys
        self.userData = userData
    }

    /// The label by which cloud-init finds it.
    package static let label = "CIDATA"

    package var files: [FATImage.File] {
        var files = [
            FATImage.File("meta-data", Array(metaData.utf8)),
            FATImage.File("user-data", userData ?? Array("#cloud-config\n{}\n".utf8)),
            FATImage.File("vendor-data", Array(Self.vendorData.utf8)),
        ]
        if let macAddress { files.append(FATImage.File("network-config", Array(Self.network(macAddress).utf8))) }
        return files
    }

    private var metaData: String {
        var text = "instance-id: \"\(instance)\"\nlocal-hostname: \"\(name)\"\n"
        if !keys.isEmpty { text += "public-keys:\n" + keys.map { "  - \(Self.quoted($0))\n" }.joined() }
        return text
    }

    /// What the user's own configuration wins over.
    private static let vendorData = """
        #cloud-config
        runcmd:
          - [touch, /etc/cloud/cloud-init.disabled]
        power_state:
          mode: reboot
          delay: now
          timeout: 120

        """

    private static func network(_ macAddress: String) -> String {
        """
        version: 2
        ethernets:
          eth0:
            match:
              macaddress: "\(macAddress)"
            set-name: eth0
            dhcp4: true

        """
    }

    /// A YAML string in double quotes.
    private static func quoted(_ text: String) -> String {
        "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }
}

/// A public key that lets somebody in by ssh: a line as in authorized_keys(5).
package struct PublicKeys: Sendable, Equatable {
    package var lines: [String]

    /// Reads a file of them; `nil` when a line is none, as one of a private key.
    ///
    /// Empty lines and comments are left out. A line has a kind and the key in Base64, with options before or without.
    package init?(file: [UInt8]) {
        var lines: [String] = []
        for line in String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let line = String(line.drop { $0 == " " || $0 == "\t" })
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let words = line.split(separator: " ")
            let kind = words.firstIndex { word in
                ["ssh-", "ecdsa-", "sk-"].contains { word.hasPrefix($0) }
            }
            guard let kind, kind + 1 < words.count, words[kind + 1].hasPrefix("AAAA"),
                line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
            else { return nil }
            lines.append(line)
        }
        guard !lines.isEmpty else { return nil }
        self.lines = lines
    }
}
