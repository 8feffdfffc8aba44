import Formats
import Model
import Testing

@Suite struct `a boot on trial` {
    private static let old = BootSamples.old.id
    private static let new = BootSamples.new.id
    private static let early = ["it did not come up as far as a system that could say why"]
    private static let late = ["it came up, and was gone before it had shown that all is well"]

    /// Every phase in every boot: the one that it is from, or another, as the entry on trial, as the good one, as none.
    @Test(
        arguments: [
            (BootTrial.Phase.armed(boot: "1"), "1", old, BootJudgement.nothing),
            (.armed(boot: "1"), "1", new, .nothing),
            (.armed(boot: "1"), "1", nil, .nothing),
            (.armed(boot: "1"), "2", new, .onTrial),
            (.armed(boot: "1"), "2", old, .cameBack(reasons: early)),
            (.armed(boot: "1"), "2", nil, .cameBack(reasons: early)),
            (.running(boot: "2"), "2", new, .onTrial),
            (.running(boot: "2"), "3", old, .cameBack(reasons: late)),
            (.running(boot: "2"), "3", new, .cameBack(reasons: late)),
            (.running(boot: "2"), "3", nil, .cameBack(reasons: late)),
            (.failed(boot: "2", reasons: ["x"]), "2", new, .hasFailed(reasons: ["x"])),
            (.failed(boot: "2", reasons: ["x"]), "3", old, .cameBack(reasons: ["x"])),
            (.failed(boot: "2", reasons: ["x"]), "3", new, .cameBack(reasons: ["x"])),
            (.failed(boot: "2", reasons: ["x"]), "3", nil, .cameBack(reasons: ["x"])),
        ] as [(BootTrial.Phase, String, BootEntryID?, BootJudgement)])
    func `is judged from its phase, the boot and the entry`(
        phase: BootTrial.Phase, boot: String, entry: BootEntryID?, judgement: BootJudgement
    ) {
        #expect(BootSamples.trial(phase).judgement(boot: boot, entry: entry) == judgement)
    }

    @Test func `that was good makes its entry the default, and keeps the one before`() {
        var book = BootBook(good: Self.old, trial: BootSamples.trial(.running(boot: "2")))
        book.promote(Self.new)
        #expect(book == BootBook(good: Self.new, previous: Self.old))
        book.promote(Self.new)
        #expect(book == BootBook(good: Self.new, previous: Self.old))
    }

    @Test func `that has failed leaves the default, and says why`() {
        var book = BootBook(good: Self.old, trial: BootSamples.trial(.armed(boot: "1")))
        book.endTrial(at: 7, reasons: ["no"])
        #expect(book == BootBook(good: Self.old, failures: [Self.new: BootFailure(time: 7, reasons: ["no"])]))
        #expect(book.standing(of: Self.new, booted: Self.old) == [.failed])
    }

    @Test(arguments: [
        BootTrial.Phase.armed(boot: "1"), .running(boot: "2"), .failed(boot: "2", reasons: ["a b", "c\n%"]),
    ])
    func `is kept in the book as it was`(phase: BootTrial.Phase) {
        let book = BootBook(
            good: Self.old, previous: Self.new, pinned: [Self.old],
            failures: [Self.new: BootFailure(time: 9, reasons: ["x y"])], trial: BootSamples.trial(phase))
        #expect(BootBook(parsing: book.text) == book)
        #expect(BootBook(parsing: BootBook().text) == BootBook())
        let text = Array(book.text.utf8)
        for index in stride(from: 0, to: text.count, by: 3) {
            var broken = text
            broken[index] ^= 1
            #expect(BootBook(parsing: String(decoding: broken, as: UTF8.self)) != book)
        }
    }

    @Test func `protects both of its ends, as the default, the booted and the pinned are protected`() {
        let other = BootSamples.entry("4.18-amd64", "6.1.0-56-amd64").id
        var book = BootBook(good: Self.old, trial: BootSamples.trial(.armed(boot: "1")))
        #expect(book.protection(of: Self.new, booted: nil) == "it is on trial")
        #expect(book.protection(of: Self.old, booted: nil) == "it is the one that boots by itself")
        #expect(book.protection(of: other, booted: nil) == nil)
        #expect(book.protection(of: other, booted: other) == "this host was booted with it")
        book.good = other
        #expect(book.protection(of: Self.old, booted: nil) == "the trial of \(Self.new) comes back to it")
        book.pinned = [Self.old]
        #expect(
            book.protection(of: Self.old, booted: nil)
                == "it is pinned; \"reeve boot pin --off \(Self.old)\" lets it go")
        book.forget(allBut: [other])
        #expect(book.pinned.isEmpty)
    }

    @Test func `counts as good when nothing is wrong, and says all that is`() {
        let good = BootHealth(
            expectedXen: XenVersion(4, 20), runningXen: XenVersion(4, 20), expectedKernel: "6.12", runningKernel: "6.12"
        )
        #expect(good.problems == [])
        let bad = BootHealth(
            expectedXen: XenVersion(4, 20), runningXen: XenVersion(4, 17), expectedKernel: "6.12", runningKernel: "6.1",
            isControlDomain: false, storeComplaint: "a", toolstackComplaint: "b", missingBridges: ["xenbr0"],
            waiting: ["web": "failed"])
        #expect(
            bad.problems == [
                "Xen 4.17 runs, not 4.20", "Linux 6.1 runs, not 6.12",
                "this is not dom0: /proc/xen/capabilities has no control_d", "xenstored does not answer: a",
                "xl info does not work: b", "bridge xenbr0 is not there",
                "guest web does not run: its unit is failed",
            ])
        #expect(bad.isHopeless && !good.isHopeless)
    }

    @Test func `is refused for each thing that an entry lacks`() {
        var entry = BootSamples.new
        entry.pair.xenWords = ["noreboot"]
        entry.pair.kernelWords = ["quiet"]
        let readiness = BootReadiness(
            entry, damaged: [.initrd], hypervisorFault: "no whole gzip file", hasModules: false,
            hasToolstack: false)
        let id = entry.id
        #expect(
            readiness.trialProblems == [
                "\(id): /boot/reeve/\(id)/initrd is not what it was when the entry was made; \"reeve boot remove \(id)\", then \"reeve boot refresh\", makes it anew",
                "\(id): its hypervisor, /boot/xen-4.20-amd64.gz, is no whole gzip file; install the package of Xen again",
                "\(id): the modules of its kernel, /lib/modules/6.12.57+deb13-amd64, are not there; install the package of that kernel",
                "\(id): no toolstack for Xen 4.20 is on this machine, so nothing could be managed after the boot; install xen-utils-4.20",
                "\(id): the kernel's command line says nothing about the root file system",
                "\(id): Xen's command line has noreboot, with which a crash never ends; take it out, and \"reeve boot refresh\"",
            ])
        #expect(readiness.problems == readiness.trialProblems.dropLast())
        #expect(BootReadiness(BootSamples.new).problems == [])
    }
}
