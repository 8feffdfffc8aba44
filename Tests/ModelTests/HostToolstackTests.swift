import Formats
import Model
import Testing

@Suite struct `choosing a toolstack` {
    static let old = Toolstack(
        version: XenVersion(4, 17), directories: ["/usr/lib/xen-4.17/bin"],
        programs: ["xl": "/usr/lib/xen-4.17/bin/xl"])
    static let new = Toolstack(
        version: XenVersion(4, 20), directories: ["/usr/lib/xen-4.20/bin"],
        programs: ["xl": "/usr/lib/xen-4.20/bin/xl"])
    static let unversioned = Toolstack(version: nil, directories: ["/usr/sbin"], programs: ["xl": "/usr/sbin/xl"])
    static let running = RunningHypervisor(version: XenVersion(4, 17))

    @Test func `the toolstack of the running hypervisor wins over a newer one`() throws {
        let choice = try ToolstackChoice.choose("xl", running: Self.running, installed: [Self.new, Self.old])
        #expect(choice == ToolstackChoice(path: "/usr/lib/xen-4.17/bin/xl", reason: "fits the running Xen 4.17"))
    }

    @Test func `without a hypervisor the newest is taken`() throws {
        let choice = try ToolstackChoice.choose("xl", running: nil, installed: [Self.old, Self.new])
        #expect(
            choice == ToolstackChoice(path: "/usr/lib/xen-4.20/bin/xl", reason: "newest installed; Xen does not run"))
    }

    @Test func `one whose directory tells no version is taken to fit`() throws {
        let choice = try ToolstackChoice.choose("xl", running: Self.running, installed: [Self.new, Self.unversioned])
        #expect(choice.path == "/usr/sbin/xl")
    }

    @Test func `a hypervisor without its toolstack is an error that says both remedies`() {
        let error = #expect(throws: ToolstackError.self) {
            try ToolstackChoice.choose("xl", running: Self.running, installed: [Self.new])
        }
        #expect(
            error?.description
                == "Xen 4.17 runs, installed toolstacks: 4.20; reboot into Xen 4.20, or install xen-utils-4.17")
    }

    @Test func `a missing program names the directories that were searched`() {
        let error = #expect(throws: ToolstackError.self) {
            try ToolstackChoice.choose("oxenstored", running: Self.running, installed: [Self.old])
        }
        #expect(
            error?.description == "the toolstack 4.17 has no program \"oxenstored\"; looked in /usr/lib/xen-4.17/bin")
    }

    @Test(arguments: [
        ("4.17", XenVersion(4, 17)), ("4.17.7-pre", XenVersion(4, 17)), ("4", nil), ("4.x", nil),
        ("4.20-rc1", XenVersion(4, 20)),
        ("common", nil),
    ])
    func `a version is two numbers`(text: String, version: XenVersion?) {
        #expect(XenVersion(parsing: text) == version)
    }
}
