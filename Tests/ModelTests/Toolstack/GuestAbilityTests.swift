import Formats
import Model
import Testing

@Suite struct `what can be done with guests between two versions` {
    private static let running = RunningHypervisor(version: XenVersion(4, 17))
    private static let guests: [GuestSpecification] = [
        .named("web", "type = \"pvh\"\ndisk = [ \"/dev/vg/web,,xvda\", \"/srv/web.img,raw,xvdb\" ]\n"),
        .named("win", "type = \"hvm\"\n"),
        .named("db", "disk = [ \"/srv/db.qcow2,qcow2,xvda\" ]\n"),
        .named("nfs", "disk = [ \"format=raw,vdev=xvda,backendtype=qdisk,target=/srv/nfs.img\" ]\n"),
        .named("far", "disk = [ \"format=qcow2,vdev=xvda,backend=store,target=/srv/far\" ]\n"),
        .named("desk", "vfb = [ \"vnc=1\" ]\n"),
    ]

    private static func tools(_ minor: Int, qemu: Int?, kept: HostPath? = nil) -> Toolstack {
        Toolstack(
            version: XenVersion(4, minor), directories: [],
            programs: qemu == nil ? ["xl": "/x/xl"] : ["xl": "/x/xl", Toolstack.qemu: "/x/qemu"],
            qemuVersion: qemu.map { XenVersion(4, $0) }, kept: kept)
    }

    private static let held =
        "can be stopped but not started or restored: win (HVM), db (disk xvda is qcow2), "
        + "nfs (disk xvda has backendtype=qdisk), desk (vfb); Xen 4.17 runs and "

    @Test(arguments: [
        ([tools(17, qemu: 17)], []),
        ([tools(20, qemu: 20), tools(17, qemu: 20)], [held + "QEMU is of Xen 4.20"]),
        ([tools(17, qemu: nil)], [held + "there is no QEMU for Xen"]),
        ([tools(17, qemu: 20), tools(17, qemu: 17, kept: "/k")], []),
        ([tools(20, qemu: 20), tools(17, qemu: nil, kept: "/k")], [held + "there is no QEMU for Xen"]),
        (
            [tools(20, qemu: 20)],
            [
                "no guest can be started, stopped or saved: Xen 4.17 runs, and the installed toolstacks are of Xen 4.20"
            ]
        ),
        ([], []),
    ])
    func `each guest that is held up is named, with what it lacks`(stacks: [Toolstack], sentences: [String]) {
        #expect(GuestAbility.sentences(Self.guests, stacks: stacks, running: Self.running) == sentences)
    }

    @Test func `a plan says it`() {
        var facts = Facts.debian
        facts.toolstacks = [Self.tools(17, qemu: 20)]
        facts.hypervisor = Self.running
        let notes = Specification(host: HostSpecification(), guests: Self.guests).rendered(for: facts).notes
        #expect(notes.contains(Self.held + "QEMU is of Xen 4.20"))
    }
}
