import Formats
import Testing

@Suite struct `Xen's command line` {
    @Test(arguments: [
        ("smt=false", "smt"), ("no-smt", "smt"), ("smt", "smt"), ("no-real-mode", "no-real-mode"),
        ("ivrs_hpet[0]=00:14.0", "ivrs_hpet"), ("dom0_mem=1G,max:1G", "dom0_mem"),
    ])
    func `a word is about an option`(word: String, option: String) {
        #expect(XenCommandLine.option(of: word) == option)
    }

    @Test func `two lines differ by words, those of GRUB itself not counted`() {
        let next = XenCommandLine(parsing: "dom0_mem=2G,max:2G  smt=false loglvl=all")
        let running = XenCommandLine(parsing: "placeholder dom0_mem=1G,max:1G loglvl=all no-real-mode edd=off")
        let (gained, lost) = next.difference(from: running)
        #expect(gained == ["dom0_mem=2G,max:2G", "smt=false"])
        #expect(lost == ["dom0_mem=1G,max:1G"])
    }

    @Test func `a word that is there twice counts twice`() {
        let (gained, lost) = XenCommandLine(["a", "b", "a"]).difference(from: XenCommandLine(["a"]))
        #expect(gained == ["b", "a"])
        #expect(lost == [])
    }

    @Test(arguments: [
        ("dom0_mem", 11, true), ("sched-gran", 12, false), ("sched-gran", 13, true), ("tmem", 12, true),
        ("tmem", 13, false), ("vmid", 30, true), ("dom0_memory", 20, false),
    ])
    func `options come and go with releases`(option: String, minor: Int, isThere: Bool) {
        #expect(XenOptionTable.has(option, in: XenVersion(4, minor)) == isThere)
    }
}
