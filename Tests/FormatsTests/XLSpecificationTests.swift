import Formats
import Testing

private func written(_ type: any XLSpecification.Type, _ text: String) throws -> String {
    func open<Value: XLSpecification>(_: Value.Type) throws -> String {
        let value = try Value(parsing: text)
        // What is written is the same value again, whatever it looked like before.
        #expect(try Value(parsing: value.text) == value)
        return value.text
    }
    return try open(type)
}

@Suite struct `specifications of xl lists` {
    @Test(
        arguments: [
            (PCISpecification.self, "0000:03:00.0"),
            (
                PCISpecification.self,
                "0001:3f:1f.*@1f,permissive=1,msitranslate=0,seize=1,power_mgmt=1,rdm_policy=relaxed"
            ),
            (PCISpecification.self, "name=gpu,vslot=a,permissive=0"),
            (ReservedMemorySpecification.self, "strategy=host,policy=strict"),
            (USBControllerSpecification.self, "type=devicemodel,version=3,ports=15"),
            (USBDeviceSpecification.self, "type=hostdev,hostbus=1,hostaddr=12,controller=0,port=2"),
            (FramebufferSpecification.self, "vnc=1,vnclisten=0.0.0.0:1,vncdisplay=2,vncunused=0,vncpasswd=x,keymap=de"),
            (FramebufferSpecification.self, "sdl=1,opengl=0,display=:0,xauthority=/root/.Xauthority"),
            (ChannelSpecification.self, "name=org.qemu.guest_agent.0,connection=socket,path=/run/agent,backend=0"),
            (ChannelSpecification.self, "name=c,connection=pty"),
            (FileSystemSpecification.self, "tag=share,path=/srv/share,security_model=none,backend=0"),
            (
                FileSystemSpecification.self,
                "type=xen_9pfsd,security_model=none,max-files=9,max-open-files=8,max-space=7,auto-delete=1"
            ),
            (TPMSpecification.self, "backend=tpm,uuid=0f8fad5b-d9cb-469f-a165-70867728950e"),
            (SocketCallsSpecification.self, "backend=0"), (SocketCallsSpecification.self, ""),
            (VirtIOSpecification.self, "backend=d,type=virtio,device22,transport=mmio,grant_usage=1"),
            (
                KeyboardSpecification.self,
                "backend=0,backend-type=linux,unique-id=T,feature-multi-touch=1,width=9,height=8,multi-touch-width=7"
            ),
            (DisplaySpecification.self, "backend=0,be-alloc=1,connectors=id0:1920x1080;id1:800x600"),
            (
                SoundSpecification.self,
                "card,backend=0,short-name=a,long-name=b,sample-rates=8000;44100,buffer-size=65536"
            ),
            (SoundSpecification.self, "pcm,name=dev1,sample-formats=s16_le;u8,channels-min=1,channels-max=2"),
            (SoundSpecification.self, "stream,unique-id=x,type=p"),
            (CPUSelection.self, "all,^1,^nodes:2-3,nodes:4,5-7"), (CPUSelection.self, "0"),
            (NUMANodeSetting.self, "pnode=0"), (NUMANodeSetting.self, "size=512"),
            (NUMANodeSetting.self, "vcpus=0-1,4"),
            (NUMANodeSetting.self, "vdistances=10,20"),
            (IOPortRange.self, "2f8-2ff"), (IOPortRange.self, "3f8"), (InterruptNumber.self, "31"),
            (DeviceMemoryRange.self, "fd000,10"), (DeviceMemoryRange.self, "fd000,10@80000"),
            (CacheColorRange.self, "0-3"), (CacheColorRange.self, "7"),
            (CPUIDFlags.self, "host"), (CPUIDFlags.self, "host,tm=0,sse3=x,sse4.1=k,invtsc=s,family=15"),
            (CPUIDLeaf.self, "0x1:ecx=xxxxxxxxxxx00xxxxxxxxxxxxxxxxxxx,edx=00000000000000000000000000000ks1"),
            (CPUIDLeaf.self, "0x7,0x0:ebx=xxxxxxxxxxx00xxxxxxxxxxxxxxxxxxx"),
            (SMBIOSString.self, "oem=a,b=c"), (ViridianGroup.self, "!stimer"), (ViridianGroup.self, "all"),
            (MachineCheckCapability.self, "lmce"), (BootOrder.self, "dcn"), (ArmSystemController.self, "type=scmi_smc"),
            (DeviceTreePath.self, "/soc/uart@1"), (StoreQuota.self, "nodes=1000"),
            (UUIDText.self, "0f8fad5b-d9cb-469f-a165-70867728950e"),
        ] as [(any XLSpecification.Type, String)])
    func `what is written comes back byte for byte`(type: any XLSpecification.Type, text: String) throws {
        #expect(try written(type, text) == text)
    }

    @Test(
        arguments: [
            (PCISpecification.self, "3:0.1,vslot=5", "0000:03:00.1@5"),
            (PCISpecification.self, "bdf=03:00.0,", "0000:03:00.0"),
            (USBControllerSpecification.self, "type=DeviceModel", "type=devicemodel"),
            (USBDeviceSpecification.self, "hostbus=0x10, hostaddr=2", "type=hostdev,hostbus=16,hostaddr=2"),
            (ChannelSpecification.self, " connection = pty , name = c", "name=c,connection=pty"),
            (SoundSpecification.self, "PCM, name=dev1", "pcm,name=dev1"),
            (CPUSelection.self, "node:1,, 3", "nodes:1,3"),
            (NUMANodeSetting.self, " vcpus = 0 , 2-3", "vcpus=0,2-3"),
            (IOPortRange.self, "0x2F8-0x2ff", "2f8-2ff"), (CPUIDLeaf.self, "1:", "0x1:"),
            (UUIDText.self, "0F8FAD5B-d9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-70867728950e"),
        ] as [(any XLSpecification.Type, String, String)])
    func `other spellings mean the same`(type: any XLSpecification.Type, text: String, plain: String) throws {
        #expect(try written(type, text) == plain)
    }

    @Test(
        arguments: [
            (PCISpecification.self, "03:00.8", "pci \"03:00.8\" is not a PCI address such as 0000:03:00.0", 0..<7),
            (PCISpecification.self, "03:00.0@20", "pci slot \"20\" is not a slot from 0 to 1f", 8..<10),
            (
                PCISpecification.self, "03:00.0, seize=1",
                "pci \"03:00.0, seize=1\" is not a PCI device, for xl allows no blanks here", 8..<9
            ),
            (PCISpecification.self, "03:00.0,sieze=1", "unknown pci item \"sieze\"", 8..<13),
            (PCISpecification.self, "03:00.0,name=gpu", "a PCI device has either an address or a name", 8..<16),
            (PCISpecification.self, "", "pci \"\" is not a PCI address such as 0000:03:00.0", 0..<0),
            (ReservedMemorySpecification.self, "strategy=all", "\"all\" is not a known rdm strategy", 9..<12),
            (
                USBControllerSpecification.self, "type=devicemodel,version=1,ports=4",
                "an emulated USB controller of version 1 has 2 ports", 33..<34
            ),
            (USBControllerSpecification.self, "version=4", "version 4 is outside of 1 to 3", 8..<9),
            (USBDeviceSpecification.self, "type=hostdev,hostbus=1", "no hostaddr is given", 0..<22),
            (FramebufferSpecification.self, "vnc=1,vncpassword=x", "unknown vfb item \"vncpassword\"", 6..<17),
            (ChannelSpecification.self, "name=c", "no connection is given", 0..<6),
            (ChannelSpecification.self, "connection=socket", "no path is given", 0..<17),
            (FileSystemSpecification.self, "tag=a,path=/b", "no security_model is given", 0..<13),
            (
                FileSystemSpecification.self, "tag=a,path=/b,security_model=none,max-files=1",
                "max-files needs type=xen_9pfsd", 34..<45
            ),
            (TPMSpecification.self, "uuid=1", "no backend is given", 0..<6),
            (TPMSpecification.self, "backend=t,uuid=1", "uuid \"1\" is not a UUID", 15..<16),
            (VirtIOSpecification.self, "transport=pci", "\"pci\" is not a known virtio transport", 10..<13),
            (KeyboardSpecification.self, "backend=0", "no backend-type is given", 0..<9),
            (DisplaySpecification.self, "connectors=id0:1920", "connectors \"id0:1920\" is not a connector", 11..<19),
            (SoundSpecification.self, "speaker", "\"speaker\" is not a known part of a sound card", 0..<7),
            (
                SoundSpecification.self, "pcm,sample-formats=u8;s17", "sample-formats \"s17\" is not a sample format",
                22..<25
            ),
            (CPUSelection.self, "0,3-1", "cpus \"3-1\" is not a CPU or a range of CPUs", 2..<5),
            (CPUSelection.self, "^all", "\"^\" and \"all\" cannot stand together", 0..<4),
            (NUMANodeSetting.self, "size=2G", "size \"2G\" is not a number", 5..<7),
            (IOPortRange.self, "2ff-2f8", "ioports \"2ff-2f8\" is not a range of I/O ports", 0..<7),
            (InterruptNumber.self, "0x1f", "irqs \"0x1f\" is not the decimal number of an interrupt", 0..<4),
            (DeviceMemoryRange.self, "fd000", "iomem \"fd000\" is not a range of device memory", 0..<5),
            (CPUIDFlags.self, "tm=0", "cpuid as a string starts with \"host\"", 0..<4),
            (CPUIDFlags.self, "host,tm=yes", "cpuid tm \"yes\" is not 0, 1, x, k, s or a number", 8..<11),
            (CPUIDLeaf.self, "1:ecx=x", "cpuid ecx \"x\" is not 32 of 0, 1, x, k, s", 6..<7),
            (SMBIOSString.self, "serial=1", "unknown smbios item \"serial\"", 0..<6),
            (ViridianGroup.self, "!all", "\"!all\" is not a known viridian group", 0..<4),
            (BootOrder.self, "hd", "boot \"hd\" is not a boot order", 0..<2),
            (StoreQuota.self, "nodes", "\"nodes\" has no \"=\" and value", 0..<5),
        ] as [(any XLSpecification.Type, String, String, Range<Int>)])
    func `what is wrong is named at its place`(
        type: any XLSpecification.Type, text: String, sentence: String, range: Range<Int>
    ) {
        let error = #expect(throws: SpecificationError.self) { try written(type, text) }
        #expect(error?.description == sentence)
        #expect(error?.range == range)
    }

    @Test func `a misspelt item brings the right one to mind`() {
        let error = #expect(throws: SpecificationError.self) { try VIFSpecification(parsing: "brige=br0") }
        #expect(error?.hint == "did you mean \"bridge\"?")
    }

    @Test func `a policy makes xl drop the whole rdm setting`() throws {
        var remarks: [SpecificationRemark] = []
        _ = try ReservedMemorySpecification(parsing: "strategy=host,policy=strict", remarks: &remarks)
        let dropped = "xl drops the whole rdm setting when it has a policy"
        #expect(
            remarks == [
                SpecificationRemark(
                    .dropped(since: XenVersion(4, 15), dropped), 14..<27,
                    hint: "write rdm_policy= at each device of pci=[]")
            ])
    }

    @Test func `an octal host address is named`() throws {
        var remarks: [SpecificationRemark] = []
        _ = try USBDeviceSpecification(parsing: "hostbus=1,hostaddr=010", remarks: &remarks)
        #expect(remarks.map(\.kind) == [.surprise("\"010\" starts with a zero, so it is octal and means 8")])
    }
}
