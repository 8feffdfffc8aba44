import Formats
import Model
import Testing

@Suite struct `choosing a toolstack` {
    static let old = Toolstack(
        version: XenVersion(4, 17), directories: ["/usr/lib/xen-4.17/bin"],
        programs: ["xl": "/usr/lib/xen-4.17/bin/xl"])
    static let new = Toolstack(
        version: XenVersion(4, 20), directories: ["/usr/lib/xen-4.20/bin"],
        programs: ["xl": "/usr/lib/xen-4.20/bin/xl", "qemu-system-i386": "/usr/libexec/xen-qemu-system-i386"],
        qemuVersion: XenVersion(4, 20))
    static let unversioned = Toolstack(version: nil, directories: ["/usr/sbin"], programs: ["xl": "/usr/sbin/xl"])
    static let kept = Toolstack(
        version: XenVersion(4, 17), directories: ["/usr/lib/xen-4.17/bin"],
        programs: ["xl": "/usr/lib/xen-4.17/bin/xl", "qemu-system-i386": "/usr/libexec/xen-qemu-system-i386"],
        qemuVersion: XenVersion(4, 17), kept: "/var/lib/reeve/toolstacks/4.17")
    static let running = RunningHypervisor(version: XenVersion(4, 17))

    private func choose(
        _ stacks: [Toolstack], program: String = "xl", running: RunningHypervisor? = running, libexec: HostPath? = nil
    ) throws -> ToolstackChoice {
        try ToolstackChoice.choose(program, running: running, installed: stacks, libexec: libexec)
    }

    @Test func `the toolstack of the running hypervisor wins over a newer one`() throws {
        #expect(
            try choose([Self.new, Self.old])
                == ToolstackChoice(path: "/usr/lib/xen-4.17/bin/xl", reason: "fits the running Xen 4.17"))
    }

    @Test func `without a hypervisor the newest is taken`() throws {
        #expect(
            try choose([Self.old, Self.new], running: nil)
                == ToolstackChoice(path: "/usr/lib/xen-4.20/bin/xl", reason: "newest installed; Xen does not run"))
    }

    @Test func `one that tells no version is used only when none of the right version is there`() throws {
        #expect(try choose([Self.new, Self.unversioned]).path == "/usr/sbin/xl")
        #expect(try choose([Self.unversioned, Self.old]).path == "/usr/lib/xen-4.17/bin/xl")
    }

    @Test func `an unversioned directory whose xl tells another version is not used`() {
        var stack = Self.unversioned
        stack.version = XenVersion(4, 20)
        #expect(throws: ToolstackError.noFit(running: XenVersion(4, 17), installed: [XenVersion(4, 20)])) {
            try choose([stack])
        }
    }

    @Test func `a kept toolstack serves in a view of its own when the installed ones are of other versions`() throws {
        #expect(
            try choose([Self.new, Self.kept])
                == ToolstackChoice(
                    path: "/usr/lib/xen-4.17/bin/xl",
                    reason: "fits the running Xen 4.17, kept in /var/lib/reeve/toolstacks/4.17",
                    view: .kept("/var/lib/reeve/toolstacks/4.17")))
        #expect(try choose([Self.old, Self.kept], running: nil).view == .host)
    }

    @Test func `tools that are installed run with the kept QEMU when the distribution's is of another version`() throws
    {
        var old = Self.old
        old.programs["qemu-system-i386"] = "/usr/libexec/xen-qemu-system-i386"
        old.qemuVersion = XenVersion(4, 20)
        let view = ToolstackView.keptQEMU("/var/lib/reeve/toolstacks/4.17")
        #expect(
            try choose([Self.new, old, Self.kept])
                == ToolstackChoice(
                    path: "/usr/lib/xen-4.17/bin/xl",
                    reason: "fits the running Xen 4.17, with the QEMU kept in /var/lib/reeve/toolstacks/4.17",
                    view: view))
        #expect(try choose([Self.new, old, Self.kept], program: "qemu-system-i386").view == view)
        old.qemuVersion = XenVersion(4, 17)
        #expect(try choose([Self.new, old, Self.kept]).view == .host)
    }

    @Test func `xl of an older version has its own paths for hotplug scripts`() throws {
        #expect(
            try choose([Self.new, Self.old], libexec: "/usr/lib/xen-4.20/bin").view == .hotplug("/usr/lib/xen-4.17/bin")
        )
        #expect(try choose([Self.new, Self.old], libexec: "/usr/lib/xen-4.17/bin").view == .host)
    }

    @Test func `4.19 and 4.20 have the same interfaces, and no others have`() throws {
        let running = RunningHypervisor(version: XenVersion(4, 19))
        #expect(
            try choose([Self.new], running: running).reason
                == "of Xen 4.20, whose control interfaces are those of the running Xen 4.19")
        let releases = (11...22).map { XenVersion(4, $0) }
        let pairs = releases.flatMap { left in
            releases.filter { left < $0 && XenInterface.isShared(by: left, $0) }.map { "\(left) \($0)" }
        }
        #expect(pairs == ["4.19 4.20"])
    }

    @Test func `a hypervisor without its toolstack is an error that says the remedies`() {
        let error = #expect(throws: ToolstackError.self) { try choose([Self.new]) }
        #expect(
            error?.description
                == "Xen 4.17 runs, installed toolstacks: 4.20; reboot into Xen 4.20, or install xen-utils-4.17; "
                + "\"reeve toolstack keep\" before an upgrade keeps the one that runs")
    }

    @Test func `a program that the toolstack does not have is named with the places`() {
        let error = #expect(throws: ToolstackError.self) { try choose([Self.old], program: "oxenstored") }
        #expect(
            error?.description == "the toolstack 4.17 has no program \"oxenstored\"; looked in /usr/lib/xen-4.17/bin")
    }

    @Test(arguments: [
        ([old], []),
        (
            [new, old],
            [
                "Xen 4.17 runs, and Xen 4.20 is installed beside it: \"reeve toolstack keep\" keeps the tools of Xen 4.17 before a package manager removes them"
            ]
        ),
        (
            [new],
            [
                "Xen 4.17 runs, installed: 4.20: reboot into Xen 4.20, or install xen-utils-4.17; guests cannot be started or stopped by xl until then"
            ]
        ),
        (
            [new, kept],
            [
                "Xen 4.17 runs, installed: 4.20: the kept copy serves it; reboot into Xen 4.20 when the guests may be down"
            ]
        ),
        ([], ["Xen 4.17 runs and no toolstack is installed: install xen-utils-4.17"]),
    ])
    func `the advice is true of what is there`(stacks: [Toolstack], sentences: [String]) {
        #expect(ToolstackAdvice.sentences(stacks, running: Self.running) == sentences)
    }
}

@Suite struct `paths of hotplug scripts` {
    private static let newest = """
        bindir="/usr/bin"
        LIBEXEC="/usr/lib/xen-4.20"
        LIBEXEC_BIN="/usr/lib/xen-4.20/bin"
        XENFIRMWAREDIR="/usr/lib/xen-4.20/boot"
        XEN_RUN_DIR="/run/xen"

        """

    @Test func `only what is of the toolstack is another`() {
        #expect(HotplugPaths.libexec(in: Array(Self.newest.utf8)) == "/usr/lib/xen-4.20/bin")
        let text = HotplugPaths.rewritten(Array(Self.newest.utf8), libexec: "/usr/lib/xen-4.17/bin")
        #expect(String(decoding: text, as: UTF8.self) == Self.newest.replacing("4.20", with: "4.17"))
    }
}
