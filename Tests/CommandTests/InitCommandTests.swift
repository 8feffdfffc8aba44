import Glibc
import SystemPackage
import Testing

@Suite struct `reeve init` {
    let machine: ScratchDirectory

    init() throws { machine = try ScratchDirectory() }

    private func stock() throws {
        _ = try machine.file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
        _ = try machine.file("etc/default/grub", "GRUB_CMDLINE_XEN=\"dom0_mem=1G,max:1G loglvl=all\"\n")
        _ = try machine.file("usr/sbin/update-grub", "")
        _ = try machine.file("etc/default/xen", "XENSTORED=/usr/sbin/xenstored\n")
        _ = try machine.file("etc/modules-load.d/xen.conf", "# mine\nxen-pciback\n")
        _ = try machine.file("etc/xen/xl.conf", "")
        _ = try machine.file("etc/xen/xlexample.pvlinux", "name = \"example.pvlinux\"\n")
        _ = try machine.file("etc/xen/01-db.cfg", "name = \"db\"\nkernel = \"/boot/k\"\nmemory = 512\n")
        _ = try machine.file("etc/xen/web.cfg", "memroy = 512\nkernel = \"/boot/k\"\n")
        _ = try machine.file("etc/xen/bad.cfg", "memory = lots\n")
        _ = try machine.file("etc/xen/other.cfg", "name = \"db\"\n")
        _ = try machine.file("etc/xen/plain", "name = \"mail\"\nkernel = \"/boot/k\"\nmemory = 64\n")
        _ = try machine.file("etc/xen/notes.txt", "call the ISP\n")
        _ = try machine.file("etc/xen/auto/.keep", "")
        unlink(machine.path.appending("etc/xen/auto/.keep").string)
        symlink("../01-db.cfg", machine.path.appending("etc/xen/auto/10-db").string)
        symlink("/etc/xen/web.cfg", machine.path.appending("etc/xen/auto/20-web").string)
    }

    private func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(machine.path.appending(path).string, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    @Test func `guests of /etc/xen are taken over and each step is said`() async throws {
        try stock()
        let outcome = try await ReeveProgram.run("init", "--root", machine.path.string)
        #expect(
            outcome
                == .init(
                    status: 0,
                    output: """
                        wrote /etc/reeve/host.conf: 4 keys taken over, all others as comments
                        guest db: linked /etc/reeve/guests/db.cfg to /etc/xen/01-db.cfg
                        guest db: wrote /etc/reeve/guests/db.reeve, it starts with the host as /etc/xen/auto said
                        guest web: linked /etc/reeve/guests/web.cfg to /etc/xen/web.cfg; "reeve check" finds 1 error in it, where plan will stop
                        guest web: wrote /etc/reeve/guests/web.reeve, it starts with the host as /etc/xen/auto said
                        left /etc/xen/bad.cfg: xl cannot read it (1 error); "reeve check /etc/xen/bad.cfg" tells why; mend it, then run "reeve init" again
                        left /etc/xen/other.cfg: /etc/reeve/guests/db.cfg is there already
                        guest mail: linked /etc/reeve/guests/mail.cfg to /etc/xen/plain
                        left /etc/xen/xlexample.pvlinux: a sample
                        note: xendomains started guests one after the other (01-db.cfg, web.cfg); where the order matters, write reeve.start.after
                        next: "reeve check" says what is wrong, "reeve plan" what would change

                        """, errors: ""))
        #expect(link("etc/reeve/guests/db.cfg") == "/etc/xen/01-db.cfg")
        #expect(link("etc/reeve/guests/mail.cfg") == "/etc/xen/plain")
    }

    @Test func `a second run changes nothing`() async throws {
        try stock()
        _ = try await ReeveProgram.run("init", "--root", machine.path.string)
        let outcome = try await ReeveProgram.run("init", "--root", machine.path.string)
        #expect(
            outcome.output.split(separator: "\n").filter {
                $0.hasPrefix("wrote") || $0.contains("linked") || $0.contains(": wrote")
            }
                == [])
        #expect(outcome.output.hasPrefix("left /etc/reeve/host.conf: it is there already\n"))
    }

    @Test func `the first host.conf is good, and keeps what the admin had`() async throws {
        try stock()
        _ = try await ReeveProgram.run("init", "--root", machine.path.string)
        let file = machine.path.appending("etc/reeve/host.conf").string
        let checked = try await ReeveProgram.run("check", "--xen", "4.17", file)
        #expect(checked == .init(status: 0, output: "1 file, 0 errors, 0 warnings (Xen 4.17)\n", errors: ""))
        let text = try machine.text("etc/reeve/host.conf")
        #expect(text.contains("\nmodules = [\"xen-pciback\"]\n"))
        #expect(text.contains("\n# Taken over: GRUB_CMDLINE_XEN says dom0_mem=1G,max:1G.\ndom0.memory = \"1G\"\n"))
        #expect(text.contains("\nxen.log_level = \"all\"\n"))
        #expect(text.contains("\nstore.type = \"c\"\n"))
    }

    @Test func `each commented key of the first host.conf can be switched on`() async throws {
        _ = try await ReeveProgram.run("init", "--root", machine.path.string)
        let text = try machine.text("etc/reeve/host.conf")
        let keys = text.split(separator: "\n").filter { $0.hasPrefix("#") && !$0.hasPrefix("# ") }
        #expect(keys.count > 80)
        let file = try machine.file("host.conf", keys.map { $0.dropFirst() + "\n" }.joined())
        let checked = try await ReeveProgram.run("check", "--xen", "4.17", file)
        #expect(checked.status == 0, "\(checked.output)")
    }
}
