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
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        system = try container.decode(System.self, forKey: .system)
        specialisations = try container.decodeIfPresent([String: Bootspec].self, forKey: .specialisations) ?? [:]
        xen = try Extension(from: decoder).xen
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(system, forKey: .system)
        try container.encode(specialisations, forKey: .specialisations)
        try Extension(xen).encode(to: encoder)
    }

    /// What stands in the document about Xen, also by itself: NixOS's option `boot.bootspec.extensions` takes it so.
    package struct Extension: Sendable, Equatable, Codable {
        package var xen: Xen?

        package init(_ xen: Xen?) { self.xen = xen }

        private enum Key: String, CodingKey {
            case first = "org.xenproject.bootspec.v1"
            case second = "org.xenproject.bootspec.v2"
        }

        private struct First: Codable {
            var xen: HostPath
            var xenParams: [String]?
        }

        private struct Second: Codable {
            var efiPath: HostPath?
            var multibootPath: HostPath?
            var version: String?
            var params: [String]?
        }

        /// The second version goes before the first.
        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            if let second = try container.decodeIfPresent(Second.self, forKey: .second) {
                xen = Xen(
                    efi: second.efiPath, multiboot: second.multibootPath, version: second.version,
                    params: second.params ?? [])
            } else if let first = try container.decodeIfPresent(First.self, forKey: .first) {
                xen = Xen(efi: first.xen, params: first.xenParams ?? [])
            }
        }

        /// Both versions are written, so that every reader finds its own; the first cannot do without xen.efi.
        package func encode(to encoder: any Encoder) throws {
            guard let xen else { return }
            var container = encoder.container(keyedBy: Key.self)
            if let efi = xen.efi { try container.encode(First(xen: efi, xenParams: xen.params), forKey: .first) }
            let second = Second(
                efiPath: xen.efi, multibootPath: xen.multiboot, version: xen.version, params: xen.params)
            try container.encode(second, forKey: .second)
        }
    }
}
