/// What a system of NixOS says of how it boots: its `boot.json`, with what it says of Xen.
///
/// Source: NixOS RFC 125; nixpkgs nixos/modules/virtualisation/xen-dom0.nix. Keys that are not known are passed over.
package struct Bootspec: Sendable, Equatable {
    /// `org.nixos.bootspec.v1`.
    package struct System: Sendable, Equatable, Codable {
        /// As `x86_64-linux`.
        package var system: String
        package var label: String
        package var kernel: HostPath
        package var kernelParams: [String]
        /// The first program of the system: its kernel's command line has to name it.
        package var `init`: HostPath
        package var initrd: HostPath?
        package var initrdSecrets: HostPath?
        package var toplevel: HostPath

        package init(
            system: String = "x86_64-linux", label: String, kernel: HostPath, kernelParams: [String],
            init: HostPath, initrd: HostPath? = nil, initrdSecrets: HostPath? = nil, toplevel: HostPath
        ) {
            self.system = system
            self.label = label
            self.kernel = kernel
            self.kernelParams = kernelParams
            self.`init` = `init`
            self.initrd = initrd
            self.initrdSecrets = initrdSecrets
            self.toplevel = toplevel
        }

        /// `init=` and the rest, as the kernel gets it.
        package var commandLine: String { (["init=\(self.`init`)"] + kernelParams).joined(separator: " ") }
    }

    /// What both versions of `org.xenproject.bootspec` say.
    package struct Xen: Sendable, Equatable {
        /// xen.efi.
        package var efi: HostPath?
        /// xen.gz; the first version does not have it.
        package var multiboot: HostPath?
        /// As `4.19.1`; the first version does not have it.
        package var version: String?
        package var params: [String]

        package init(efi: HostPath?, multiboot: HostPath? = nil, version: String? = nil, params: [String]) {
            self.efi = efi
            self.multiboot = multiboot
            self.version = version
            self.params = params
        }
    }

    package var system: System
    package var xen: Xen?
    /// Other systems in the same generation, by name.
    package var specialisations: [String: Bootspec]

    package init(system: System, xen: Xen? = nil, specialisations: [String: Bootspec] = [:]) {
        self.system = system
        self.xen = xen
        self.specialisations = specialisations
    }
}

// MARK: - Codable

extension Bootspec: Codable {
    private enum Key: String, CodingKey {
        case system = "org.nixos.bootspec.v1"
        case specialisations = "org.nixos.specialisation.v1"
        case xen1 = "org.xenproject.bootspec.v1"
        case xen2 = "org.xenproject.bootspec.v2"
    }

    private struct Xen1: Codable {
        var xen: HostPath
        var xenParams: [String]?
    }

    private struct Xen2: Codable {
        var efiPath: HostPath?
        var multibootPath: HostPath?
        var version: String?
        var params: [String]?
    }

    /// Of the two versions about Xen the second goes before the first.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        system = try container.decode(System.self, forKey: .system)
        specialisations = try container.decodeIfPresent([String: Bootspec].self, forKey: .specialisations) ?? [:]
        if let second = try container.decodeIfPresent(Xen2.self, forKey: .xen2) {
            xen = Xen(
                efi: second.efiPath, multiboot: second.multibootPath, version: second.version,
                params: second.params ?? [])
        } else if let first = try container.decodeIfPresent(Xen1.self, forKey: .xen1) {
            xen = Xen(efi: first.xen, params: first.xenParams ?? [])
        }
    }

    /// Both versions are written, so that every reader finds its own.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(system, forKey: .system)
        try container.encode(specialisations, forKey: .specialisations)
        guard let xen else { return }
        if let efi = xen.efi { try container.encode(Xen1(xen: efi, xenParams: xen.params), forKey: .xen1) }
        let second = Xen2(
            efiPath: xen.efi, multibootPath: xen.multiboot, version: xen.version, params: xen.params)
        try container.encode(second, forKey: .xen2)
    }
}
