import Formats
import Testing

/// What lint says, one string each: place, severity, sentence, hint.
private func lint(
    _ text: String, as kind: XLFileKind = .guest, target: XenVersion = XenVersion(4, 17), prefix: String = ""
) -> [String] {
    let document = XLDocument(parsing: SourceText(name: "web.cfg", text: text))
    #expect(document.diagnostics.filter { $0.severity == .error } == [])
    var lint = XLLint(kind, target: target)
    lint.prefix = prefix
    lint.otherKeys = ["reeve.start.auto"]
    lint.isCheckedElsewhere = { $0.hasPrefix("other.") }
    return lint.diagnostics(in: document).map { diagnostic in
        let place = diagnostic.span.map { span -> String in
            let position = document.source.position(of: span.lowerBound)
            return "\(position.line):\(position.column)+\(span.count): "
        }
        let key = diagnostic.key.map { " [\($0)]" } ?? ""
        let hint = diagnostic.hint.map { " = " + $0 } ?? ""
        return "\(place ?? "")\(diagnostic.severity.rawValue): \(diagnostic.message)\(key)\(hint)"
    }
}

/// A guest with nothing wrong, and one line more.
private func lint(line: String, target: XenVersion = XenVersion(4, 17)) -> [String] {
    lint("name = \"web\"; memory = 512; kernel = \"/boot/vmlinuz\"\n\(line)\n", target: target)
}

@Suite struct `lint of a guest's keys` {
    @Test(arguments: [
        ("memroy = 3", "2:1+6: error: unknown key \"memroy\" = did you mean \"memory\"?"),
        ("bogosity = 3", "2:1+8: error: unknown key \"bogosity\" = xl ignores it without a word: leave it out"),
        (
            "reeve.start.atuo = 1",
            "2:1+16: error: unknown key \"reeve.start.atuo\" = did you mean \"reeve.start.auto\"?"
        ),
        ("cpu_cap = 50", "2:1+7: error: unknown key \"cpu_cap\" = xm had it; write cap"),
        ("isa = 1", "2:1+3: error: unknown key \"isa\" = xm had it, xl has nothing like it: leave it out"),
        ("autoballoon = \"off\"", "2:1+11: error: unknown key \"autoballoon\" = it is a key of xl.conf"),
        (
            "bootloader_restrict = 1",
            "2:1+19: error: \"bootloader_restrict\" needs Xen 4.18, the target is 4.17"
                + " = xl 4.17 ignores it without a word: leave it out"
        ),
        ("vncviewer = 1", "2:1+9: warning: xl ignores \"vncviewer\" = start the guest with \"xl create -V\""),
        ("msr_relaxed = 1", "2:1+11: warning: Xen is going to drop \"msr_relaxed\""),
        ("boot = \"c\"", "2:1+4: note: xl reads \"boot\" only for HVM guests, and this one is PV"),
        ("builder = \"generic\"", "2:1+7: note: \"builder\" is deprecated = write type=\"hvm\" or type=\"pv\""),
    ])
    func `a key that is not right is named`(line: String, said: String) {
        #expect(lint(line: line) == [said])
    }

    @Test func `a key that the caller knows or checks is not checked`() {
        #expect(lint(line: "reeve.start.auto = 1\nother.bogus = [1]") == [])
    }

    @Test func `a newer target knows more`() {
        #expect(lint(line: "bootloader_restrict = 1", target: XenVersion(4, 18)) == [])
    }
}

@Suite struct `lint of a guest's values` {
    @Test(arguments: [
        (
            "maxmem = [512]",
            "2:10+5: error: \"maxmem\" is a single value, not a list = xl ignores the list: leave out the brackets"
        ),
        (
            "vif = \"\"",
            "2:7+2: error: \"vif\" is a list, not a single value = xl ignores the value: write vif = [\"\"]"
        ),
        (
            "maxmem = \"2G\"",
            "2:10+4: error: \"2G\" is not a number [maxmem] = xl ignores it: write digits without a unit, as in maxmem = 512"
        ),
        (
            "maxmem = 01000",
            "2:10+5: warning: \"01000\" starts with a zero, so xl reads it as octal: 512 [maxmem] = leave the leading zero out"
        ),
        ("cpu_weight = 70000", "2:14+5: error: 70000 is more than 65535 [cpu_weight]"),
        ("max_grant_frames = \"-1\"", "2:20+4: error: -1 is less than 0 [max_grant_frames]"),
        ("hap = \"true\"", "2:7+6: error: \"true\" is not a number, so xl ignores it [hap] = write hap = 1"),
        (
            "vcpus += 2",
            "2:10+1: error: xl cannot read a number after \"+=\", and ignores it [vcpus] = write vcpus = NUMBER"
        ),
        (
            "on_crash = \"restrat\"",
            "2:12+9: error: \"restrat\" is not a known on_crash [on_crash] = did you mean \"restart\"?"
        ),
        (
            "on_crash = \"Restart\"",
            "2:12+9: error: \"Restart\" is not a known on_crash [on_crash] = did you mean \"restart\"?"
        ),
        (
            "type = \"p\"",
            "2:8+3: warning: xl compares only the letters that are written, so \"p\" means \"pv\" [type] = write type = \"pv\""
        ),
        ("tsc_mode = 2", "2:12+1: note: a number is deprecated here [tsc_mode] = write tsc_mode = \"native\""),
        ("tsc_mode = 4", "2:12+1: error: 4 is more than 3 [tsc_mode]"),
        (
            "tsc_mode = \"fast\"",
            "2:12+6: error: \"fast\" is not a known tsc_mode [tsc_mode]"
                + " = write one of: default, always_emulate, native, native_paravirt"
        ),
        ("tee = \"ffa\"", "2:7+5: error: \"ffa\" needs Xen 4.18, the target is 4.17 [tee]"),
        (
            "uuid = \"1\"",
            "2:9+1: error: uuid \"1\" is not a UUID [uuid] = write it as \"0f8fad5b-d9cb-469f-a165-70867728950e\""
        ),
        (
            "vif = [[\"bridge=br0\"]]",
            "2:8+14: error: the elements of \"vif\" are strings, not lists = xl drops this element and all after it: leave out the inner brackets"
        ),
        (
            "vnuma = [\"pnode=0\"]",
            "2:10+9: error: each element of \"vnuma\" is a list itself = write vnuma = [[\"…\"], [\"…\"]]"
        ),
        (
            "kernel = \"/a\"; kernel += \"b\"; timer_mode = \"no_missed_ticks_pending\"",
            "2:44+25: error: a PV guest cannot have a \"timer_mode\", xl stops there"
        ),
    ])
    func `a value that is not right is named`(line: String, said: String) {
        #expect(lint(line: line).filter { !$0.contains("note: xl reads") } == [said])
    }

    @Test(arguments: [
        (
            "vif = [ 'mac=00:16:3e:00:00:01, brige=br0' ]",
            "2:33+5: error: unknown vif item \"brige\" [vif] = did you mean \"bridge\"?"
        ),
        (
            "vif = [ 'rate=10M' ]",
            "2:15+3: error: rate \"10M\" is not a rate [vif] = write it as \"10Mb/s\" or \"1MB/s@20ms\": digits, G, M, K or nothing, b or B, \"/s\""
        ),
        ("vif = [ 'vlan=7' ]", "2:10+6: error: \"vlan\" needs Xen 4.19, the target is 4.17 [vif]"),
        ("vif = [ 'bri\\'ge=br0' ]", "2:9+13: error: unknown vif item \"bri'ge\" [vif] = did you mean \"bridge\"?"),
        (
            "disk = [\n  '/dev/vg/web,xvda,w',\n]",
            "3:16+4: error: \"xvda\" is not a known disk format [disk]"
                + " = the second item is the format; leave it empty for raw: \"/dev/vg/web,,xvda\""
        ),
        (
            "disk = [ 'phy:/dev/a,xvda,w' ]",
            "2:11+4: note: the prefix \"phy:\" is deprecated [disk] = leave it out; xl ignores it and finds the backend itself. Without it the second item is the format"
        ),
        (
            "disk = [ '/dev/a,,xvda', '/dev/b,,d0p0' ]",
            "2:26+14: error: two disks are \"d0p0\" for the guest, for \"xvda\" is the same device [disk] = give each its own name"
        ),
        (
            "vif = [ 'mac=0:16:3e:0:0:1', 'mac=00:16:3E:00:00:01' ]",
            "2:30+23: error: two interfaces have the MAC address 00:16:3e:00:00:01 [vif] = give each its own address"
        ),
        (
            "rdm = \"strategy=host,policy=strict\"",
            "2:22+13: error: xl drops the whole rdm setting when it has a policy [rdm] = write rdm_policy= at each device of pci=[]"
        ),
        (
            "pci = [ '03:00.0' ]; passthrough = \"disabled\"",
            "2:36+10: error: devices are passed through by \"pci\", but passthrough is disabled [passthrough]"
        ),
    ])
    func `a wrong string of a list is named where it is wrong`(line: String, said: String) {
        #expect(lint(line: line) == [said])
    }

    @Test func `bytes that are not UTF-8 are named and not guessed at`() {
        var bytes = Array("name = \"web\"; memory = 1; kernel = \"k\"\nvif = [\"bridge=".utf8)
        bytes += [0xff] + Array("\"]\n".utf8)
        let document = XLDocument(parsing: SourceText(name: "a", bytes: bytes))
        let found = XLLint(.guest, target: .newestKnown).diagnostics(in: document)
        #expect(found.map(\.message) == ["the value is not UTF-8 text"])
    }
}

@Suite struct `lint of a whole guest` {
    @Test func `an empty file lacks what xl needs`() {
        #expect(
            lint("") == [
                "error: no name is given [name] = write name = \"web1\"",
                "error: a PV guest needs a kernel, a bootloader or a firmware"
                    + " = write kernel = \"/path/vmlinuz\", bootloader = \"pygrub\" or firmware = \"pvgrub64\"",
                "warning: no memory is given, so the guest gets 32 MiB [memory] = write memory = 512",
            ])
    }

    @Test(arguments: [
        (
            "name = \"17\"",
            "1:8+4: error: xl takes the name \"17\" for a domid [name] = a name needs something else than digits"
        ),
        ("name = \"\"", "1:8+2: error: the name is empty [name]"),
    ])
    func `a name that xl cannot use is named`(line: String, said: String) {
        #expect(lint("\(line)\nmemory = 1\nkernel = \"k\"\n") == [said])
    }

    @Test(arguments: [
        (
            "type = \"pvh\"",
            "1:8+5: error: a PVH guest needs a kernel, a bootloader or a firmware [type] = write kernel = \"/path/vmlinuz\", bootloader = \"pygrub\" or firmware = \"pvgrub64\""
        ),
        (
            "kernel = \"k\"; firmware = \"pvgrub64\"",
            "1:26+10: error: xl refuses \"kernel\" and \"firmware\" together for a PV guest = leave one of them out"
        ),
        (
            "firmware = \"uefi\"",
            "1:12+6: error: \"uefi\" is no firmware of a PV guest [firmware] = write \"pvgrub64\" or \"pvgrub32\""
        ),
        (
            "kernel = \"k\"; bootloader = \"pygrub\"",
            "1:10+3: warning: the bootloader finds a kernel, so xl ignores \"kernel\" = leave one of them out"
        ),
        (
            "kernel = \"k\"; cmdline = \"a\"; extra = \"b\"",
            "1:38+3: warning: xl ignores \"extra\" where there is \"cmdline\" = put all of it into cmdline"
        ),
        ("kernel = \"k\"; maxmem = 256", "1:24+3: error: maxmem 256 is less than memory 512 [maxmem]"),
        ("kernel = \"k\"; vcpus = 4; maxvcpus = 2", "1:37+1: error: maxvcpus 2 is less than vcpus 4 [maxvcpus]"),
        (
            "kernel = \"k\"; maxmem = 1024; vnuma = [[\"size=512\", \"vcpus=0\"], [\"size=256\"]]",
            "1:38+39: error: the nodes have 768 MiB, but maxmem is 1024 [vnuma]"
        ),
        (
            "type = \"hvm\"; builder = \"generic\"",
            "1:25+9: error: builder = \"generic\" contradicts type = \"hvm\" = leave builder out"
        ),
        (
            "type = \"hvm\"; vnclisten = \"::1:2\"; vncdisplay = 3",
            "1:49+1: error: both \"vnclisten\" and \"vncdisplay\" name the display = leave \":DISPLAY\" out of vnclisten"
        ),
        (
            "type = \"hvm\"; vif = ['vifname=a-long-name1']",
            "1:22+22: error: \"a-long-name1\" is longer than 11 bytes, and Xen adds \"-emu\" for an HVM guest [vif] = a shorter vifname, or type=vif"
        ),
    ])
    func `what contradicts itself is named`(line: String, said: String) {
        #expect(lint("\(line)\nname = \"web\"\nmemory = 512\n").filter { !$0.contains("note:") } == [said])
    }

    @Test func `errors of the whole file come in the order of the file`() {
        let found = lint("vfi = []\nmemroy = 2\nname = \"web\"\nkernel = \"k\"\nmemory = 1\nhap = \"on\"\n")
        #expect(found.map { $0.prefix(3) } == ["1:1", "2:1", "6:7"])
    }
}

@Suite struct `lint of xl.conf` {
    @Test(arguments: [
        (
            "autoballoon = \"never\"",
            "1:15+7: error: \"never\" is not a known autoballoon [autoballoon] = write one of: on, off, auto, 1, 0"
        ),
        (
            "vm.hvm.cpumask = [\"0\"]",
            "1:18+5: error: \"vm.hvm.cpumask\" is a single value, not a list = xl ignores the list: leave out the brackets"
        ),
        (
            "vm.cpumask = \"0-x\"",
            "1:15+3: error: cpus \"0-x\" is not a CPU or a range of CPUs [vm.cpumask] = write numbers and ranges, as in \"0-3,^2\", \"nodes:0\" or \"all\""
        ),
        ("vifscript = \"vif-route\"", "1:1+9: note: \"vifscript\" is deprecated = write vif.default.script"),
        (
            "run_hotplug_scripts = 0",
            "1:23+1: warning: xl runs the hotplug scripts all the same [run_hotplug_scripts] = leave it out; udev has not run them since Xen 4.6"
        ),
        (
            "vif.default.brige = \"br0\"",
            "1:1+17: error: unknown key \"vif.default.brige\" = did you mean \"vif.default.bridge\"?"
        ),
        ("memory = 1", "1:1+6: error: unknown key \"memory\" = it is a key of a guest's file"),
        (
            "bootloader_restrict = 1",
            "1:1+19: error: \"bootloader_restrict\" needs Xen 4.18, the target is 4.17 = xl 4.17 ignores it without a word: leave it out"
        ),
    ])
    func `a wrong line is named`(line: String, said: String) {
        #expect(lint(line + "\n", as: .global) == [said])
    }

    @Test func `a usual file is right`() {
        let text = """
            # what most hosts need
            autoballoon="off"
            lockfile="/run/lock/xl"
            vif.default.bridge="br0"
            vif.default.script="vif-bridge"
            claim_mode=1
            domid_policy="random"
            vm.cpumask="2-7"

            """
        #expect(lint(text, as: .global) == [])
    }

    @Test func `its keys with a prefix are looked at, and no others`() {
        let text = "dom0.memory = 1\nxl.autobaloon = 0\nxl.claim_mode = \"yes\"\nxl.defaultbridge = \"b\"\n"
        #expect(
            lint(text, as: .global, prefix: "xl.") == [
                "2:1+13: error: unknown key \"xl.autobaloon\" = did you mean \"xl.autoballoon\"?",
                "3:17+5: error: \"yes\" is not a number [xl.claim_mode]"
                    + " = xl ignores it: write digits without a unit, as in xl.claim_mode = 512",
                "4:1+16: note: \"xl.defaultbridge\" is deprecated = write xl.vif.default.bridge",
            ])
    }
}
