import Formats
import Testing

private func xvda(_ target: String?, _ format: DiskSpecification.Format = .raw) throws -> DiskSpecification {
    DiskSpecification(target: target, format: format, device: try #require(VirtualDevice(parsing: "xvda")))
}

private func cdrom(_ target: String?) throws -> DiskSpecification {
    let device = try #require(VirtualDevice(parsing: "hdc"))
    return DiskSpecification(target: target, format: target == nil ? .empty : .raw, device: device, isCDROM: true)
}

@Suite struct `disk specifications` {
    @Test(arguments: [
        "/dev/vg/web,,xvda", "/dev/vg/web,raw,xvda,rw", "/dev/vg/web,raw,xvda,w", "/dev/vg/web,,xvda,",
        "format=raw, vdev=xvda, access=rw, target=/dev/vg/web", "raw:/dev/vg/web,xvda,w", "phy:/dev/vg/web,xvda,w",
        "tap:aio:/dev/vg/web,xvda", "vdev=xvda,/dev/vg/web", " vdev=xvda ,/dev/vg/web".replacing(" ,", with: ","),
        "vdev=xvda,target=/dev/vg/web,", "/dev/vg/web,raw,xvda:disk", "devtype=disk,/dev/vg/web,,xvda",
    ])
    func `many spellings are one plain disk`(text: String) throws {
        #expect(try DiskSpecification(parsing: text) == xvda("/dev/vg/web"))
    }

    @Test(arguments: [
        "/i.iso,,hdc,cdrom", "/i.iso,,hdc,,cdrom", "/i.iso,raw,hdc,devtype=cdrom", "raw:/i.iso,hdc:cdrom,ro",
        "/i.iso,raw,hdc:cdrom,w", "format=raw, vdev=hdc, access=rw, devtype=cdrom, target=/i.iso",
    ])
    func `a drive with a medium is read-only whatever it says`(text: String) throws {
        #expect(try DiskSpecification(parsing: text) == cdrom("/i.iso"))
    }

    @Test(arguments: [
        "devtype=cdrom,,,hdc", ",,hdc:cdrom,r", ",hdc:cdrom,r", "vdev=hdc,access=r,devtype=cdrom,target=",
        ",empty,hdc:cdrom,r", "vdev=hdc,devtype=cdrom,format=empty", "vdev=hdc,devtype=cdrom",
    ])
    func `an empty drive has as many spellings`(text: String) throws {
        #expect(try DiskSpecification(parsing: text) == cdrom(nil))
    }

    @Test func `a network prefix becomes a script`() throws {
        var disk = try xvda("iqn.2001-05.com.example:disk")
        disk.script = "block-iscsi"
        #expect(try DiskSpecification(parsing: "iscsi:iqn.2001-05.com.example:disk,xvda,w") == disk)
    }

    @Test func `a colon after a word that no slash follows is part of the target`() throws {
        #expect(try DiskSpecification(parsing: "rbd:pool/web,,xvda") == xvda("rbd:pool/web"))
    }

    @Test(arguments: [
        "format=qcow2,vdev=xvda,access=rw,target=/i/web.qcow2",
        "format=raw,vdev=d0p1,access=ro,target=/with,comma",
        "format=raw,vdev=xvda,access=rw,target=/ends in comma,,",
        "format=empty,vdev=hdc,access=ro,devtype=cdrom",
        "format=vhd,vdev=sda2,access=rw,backend=storage,backendtype=phy,specification=virtio,script=block-x,"
            + "direct-io-safe,no-discard,untrusted,grant_usage=0,target=/x",
        "format=raw,vdev=xvdaa,access=rw,discard,trusted,grant_usage=1,colo,colo-host=h,colo-port=9,colo-export=e,"
            + "active-disk=/a,hidden-disk=/b,target=/x",
    ])
    func `the named form comes back byte for byte`(text: String) throws {
        #expect(try DiskSpecification(parsing: text).text == text)
    }

    @Test(arguments: [
        ("/dev/vg/a,xvda", "\"xvda\" is not a known disk format", 10..<14),
        ("target=/x,vdev=xvda", "no vdev is given", 0..<19),
        ("http://h/i.iso,,hdc,cdrom", "unknown disk prefix \"http:\"", 0..<5),
        ("/x,raw", "no vdev is given", 0..<6),
        ("/x,raw,xvda,rq", "\"rq\" is not a known disk access", 12..<14),
        ("/x,raw,xvda,w,y", "\"y\" is one item too many", 14..<15),
        ("/x,,xvda,w,bogus=1", "unknown disk item \"bogus\"", 11..<16),
        ("/x,,xvda,bakend=dom1", "unknown disk item \"bakend\"", 9..<15),
        ("/x,,xvda,grant_usage=2", "unknown disk item \"grant_usage\"", 9..<20),
        ("/x,,xvdz9999", "vdev \"xvdz9999\" is not a disk name such as xvda, hdc or sda1", 4..<12),
        ("/x,,hdc:dvd", "\"dvd\" is not a known device type", 8..<11),
        ("format=raw,format=vhd,/x,xvda", "format is given twice", 18..<21),
        ("vdev=xvda,vdev=xvda,target=/x", "vdev is given twice", 15..<19),
        ("vdev=xvda", "no target is given", 0..<9),
        (",raw,xvda,w", "no target is given", 0..<11),
        ("/x,empty,xvda,w", "only a CD-ROM drive can have the format empty", 0..<15),
        ("/x=y,,xvda", "disk \"=y,,xvda\" is not a disk item", 2..<10),
        ("backendtype=blktap,vdev=xvda,target=/x", "\"blktap\" is not a known backendtype", 12..<18),
    ])
    func `a bad disk is refused at its place`(text: String, sentence: String, range: Range<Int>) {
        let error = #expect(throws: SpecificationError.self) { try DiskSpecification(parsing: text) }
        #expect(error?.description == sentence)
        #expect(error?.range == range)
    }

    @Test func `the device in the place of the format is understood`() {
        let error = #expect(throws: SpecificationError.self) { try DiskSpecification(parsing: "/dev/vg/a,xvda") }
        #expect(error?.hint == "the second item is the format; leave it empty for raw: \"/dev/vg/a,,xvda\"")
    }

    @Test func `items after the target are part of it, and that is said`() throws {
        var remarks: [SpecificationRemark] = []
        let disk = try DiskSpecification(parsing: "vdev=xvda,target=/x,format=qcow2", remarks: &remarks)
        #expect(disk == (try xvda("/x,format=qcow2")))
        let surprise = "\"target=\" takes the rest of the string, \",format=\" included"
        #expect(remarks == [SpecificationRemark(.surprise(surprise), 17..<32, hint: "write target= last")])
    }

    @Test func `what older releases lack is noted`() throws {
        var remarks: [SpecificationRemark] = []
        _ = try DiskSpecification(parsing: "/x,,xvda,w,trusted,grant_usage=1", remarks: &remarks)
        #expect(
            remarks.map(\.kind) == [
                .needs(XenVersion(4, 17), item: "trusted"), .needs(XenVersion(4, 19), item: "grant_usage="),
            ])
    }
}

@Suite struct `virtual device names` {
    @Test(arguments: [
        ("xvda", 51712), ("xvda1", 51713), ("d0p1", 51713), ("xvdb", 51728), ("xvdq", 1 << 28 | 16 << 8),
        ("xvdaa", 1 << 28 | 26 << 8), ("hda", 768), ("hdc", 5632), ("hdd1", 5697), ("sda", 2048), ("sdb2", 2066),
        ("51712", 51712), ("0xca00", 51712),
    ])
    func `a name has the number that libxl gives it`(name: String, number: Int) {
        #expect(VirtualDevice(parsing: name)?.number == number)
    }

    @Test(arguments: ["", "xvd", "xvda0", "xvda256", "hde", "sdq", "sda16", "vda", "/dev/xvda", "d0p256", "xvdA"])
    func `other names are refused`(name: String) {
        #expect(VirtualDevice(parsing: name) == nil)
    }
}
