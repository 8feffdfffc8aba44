import Formats
import Testing

@Suite struct `Debian's packages` {
    @Test(arguments: [
        ("1.0", "1.0"), ("1.0", "1.00"), ("0:1", "1"), ("1-0", "1"),
    ])
    func `versions that dpkg takes for the same are equal`(_ left: String, _ right: String) {
        #expect(DebianVersion(left) == DebianVersion(right))
    }

    @Test(arguments: [
        ("1.0~rc1", "1.0"), ("1.0", "1.0+23"), ("1.9", "1.10"), ("4.17.5+23-ga4e5191dc0-1", "4.17.5+72-g01140da4e8-1"),
        ("9.9", "1:0.1"), ("1.0-1", "1.0-1+deb12u1"), ("1.0-1~bpo12+1", "1.0-1"), ("1.0a", "1.0+"), ("3.13~", "3.13"),
        ("2.36", "2.36-9"),
    ])
    func `versions are ordered as dpkg orders them`(_ left: String, _ right: String) {
        #expect(DebianVersion(left) < DebianVersion(right))
        #expect(!(DebianVersion(right) < DebianVersion(left)))
    }

    @Test func `the status of dpkg and apt's marks are read`() {
        let status = """
            Package: xen-utils-4.20
            Status: install ok installed
            Architecture: amd64
            Provides: xen-utils
            Version: 4.20.4-1
            Depends: libc6 (>= 2.38), python3:any, a | b (<< 2)
            Recommends: qemu-system-xen
            Pre-Depends: init
            Description: Xen
             Depends: not this one

            Package: gone
            Status: deinstall ok config-files
            Version: 1

            """
        let states =
            "Package: xen-utils-4.20\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: x\nAuto-Installed: 0\n"
        #expect(
            DebianPackages(status: Array(status.utf8), extendedStates: Array(states.utf8))
                == DebianPackages(
                    [
                        .init(
                            "xen-utils-4.20", version: "4.20.4-1",
                            depends: "init, libc6 (>= 2.38), python3:any, a | b (<< 2)", wishes: "qemu-system-xen",
                            provides: "xen-utils"),
                        .init("gone", state: "config-files", version: "1"),
                    ], automatic: ["xen-utils-4.20"]))
    }

    @Test func `a file of anything else has no packages`() {
        #expect(DebianPackages(status: Array("\n\n: \nPackage\nStatus: x\n".utf8)) == DebianPackages())
    }
}
