import FoundationEssentials
import Model
import Testing

/// JSON is read and written where FoundationEssentials may be used, so that is where these tests stand.
@Suite struct `boot.json of NixOS` {
    private static let system = """
        "org.nixos.bootspec.v1": {
            "init": "/nix/store/top/init", "initrd": "/nix/store/i/initrd", "kernel": "/nix/store/k/bzImage",
            "kernelParams": ["loglevel=4", "root=fstab"], "label": "NixOS 24.11", "system": "x86_64-linux",
            "toplevel": "/nix/store/top", "later": {"a": [1]}
        }
        """

    private func read(_ text: String) throws -> Bootspec {
        try JSONDecoder().decode(Bootspec.self, from: Data(text.utf8))
    }

    private func written(_ spec: Bootspec) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(spec), as: UTF8.self)
    }

    @Test func `the first version has xen_efi and its words`() throws {
        let spec = try read(
            "{\(Self.system), \"org.xenproject.bootspec.v1\": {\"xen\": \"/nix/store/x/xen.efi\", \"xenParams\": [\"a\"]}}"
        )
        #expect(spec.xen == Bootspec.Xen(efi: "/nix/store/x/xen.efi", params: ["a"]))
        #expect(spec.system.commandLine == "init=/nix/store/top/init loglevel=4 root=fstab")
        #expect(spec.system.initrd == "/nix/store/i/initrd")
        #expect(spec.specialisations == [:])
    }

    @Test func `the second version goes before the first`() throws {
        let spec = try read(
            """
            {\(Self.system),
             "org.xenproject.bootspec.v1": {"xen": "/old"},
             "org.xenproject.bootspec.v2": {"efiPath": "/nix/store/x/xen.efi", "multibootPath": "/nix/store/x/xen.gz",
                                            "version": "4.19.1", "params": ["b"]},
             "org.nixos.specialisation.v1": {"plain": {\(Self.system)}}}
            """)
        #expect(
            spec.xen
                == Bootspec.Xen(
                    efi: "/nix/store/x/xen.efi", multiboot: "/nix/store/x/xen.gz", version: "4.19.1", params: ["b"]))
        #expect(spec.specialisations.keys.sorted() == ["plain"])
        #expect(spec.specialisations["plain"]?.xen == nil)
        #expect(try read(try written(spec)) == spec)
    }

    @Test func `a system without Xen has none`() throws {
        #expect(try read("{\(Self.system), \"org.nixos.specialisation.v1\": {}}").xen == nil)
    }

    @Test func `both versions are written`() throws {
        let spec = Bootspec(
            system: .init(
                label: "Reeve", kernel: "/boot/vmlinuz", kernelParams: ["ro"], init: "/sbin/init", toplevel: "/"),
            xen: .init(efi: "/boot/xen.efi", multiboot: "/boot/xen.gz", version: "4.17", params: ["smt=0"]))
        #expect(
            try written(spec) == """
                {
                  "org.nixos.bootspec.v1" : {
                    "init" : "/sbin/init",
                    "kernel" : "/boot/vmlinuz",
                    "kernelParams" : [
                      "ro"
                    ],
                    "label" : "Reeve",
                    "system" : "x86_64-linux",
                    "toplevel" : "/"
                  },
                  "org.nixos.specialisation.v1" : {

                  },
                  "org.xenproject.bootspec.v1" : {
                    "xen" : "/boot/xen.efi",
                    "xenParams" : [
                      "smt=0"
                    ]
                  },
                  "org.xenproject.bootspec.v2" : {
                    "efiPath" : "/boot/xen.efi",
                    "multibootPath" : "/boot/xen.gz",
                    "params" : [
                      "smt=0"
                    ],
                    "version" : "4.17"
                  }
                }
                """)
    }

    @Test(arguments: ["{}", "[]", "", "{\"org.nixos.bootspec.v1\": {\"kernel\": 1}}"])
    func `what says nothing of a system is refused`(text: String) {
        #expect(throws: (any Error).self) { try read(text) }
    }
}
