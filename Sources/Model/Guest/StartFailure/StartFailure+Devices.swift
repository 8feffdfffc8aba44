extension StartFailure {
    /// Disks, interfaces and their scripts.
    ///
    /// Source: Xen tools/hotplug/Linux (block, vif-bridge, vif-common.sh, vif-openvswitch, xen-hotplug-common.sh.in),
    /// tools/libs/light/libxl_device.c, libxl_exec.c, libxl_aoutils.c; Linux drivers/block/xen-blkback/xenbus.c,
    /// drivers/net/xen-netback/xenbus.c.
    static let deviceRules = interfaceScripts + diskScripts + scripts + disks + backends

    private static let interfaceScripts = [
        StartFailureRule(
            "bridge-missing", .xl, "script: Could not find bridge device {}",
            "bridge \"{1}\" does not exist in dom0, or the program \"ip\" does not; make the bridge, or mend bridge= of the vif"
        ),
        StartFailureRule(
            "bridge-missing", .xl, "script: Could not find bridge, and none was specified",
            "the vif names no bridge; write bridge= in the vif"),
        StartFailureRule(
            "bridge-missing", .xl, "script: No valid bridge was specified",
            "the vif names no bridge that Open vSwitch can use; write bridge=NAME, NAME.TAG or NAME:TRUNKS"),
        StartFailureRule(
            "interface-taken", .xl, "Cannot rename interface {}. An interface with name {} already exists.",
            "dom0 has an interface \"{2}\" already; write another vifname"),
        StartFailureRule(
            "program-missing", .xl, "script: Unable to find {} tool",
            "a hotplug script does not find the program \"{1}\"; install its package"),
        StartFailureRule(
            "switch-refused", .xl, "script: ovs-vsctl {} failed",
            "Open vSwitch refused \"ovs-vsctl {1}\"; see whether its bridge exists with \"ovs-vsctl show\""),
    ]

    private static let diskScripts = [
        StartFailureRule(
            "disk-in-dom0", .xl, "script: Device {} is mounted in the privileged domain",
            "{1} is mounted in dom0; unmount it there first"),
        StartFailureRule(
            "disk-in-dom0", .xl, "script: Device {} is mounted read-write in the privileged domain",
            "{1} is mounted in dom0, which writes to it; unmount it there first"),
        StartFailureRule(
            "disk-in-use", .xl, "script: Device {} is mounted in a guest domain",
            "{1} is a disk of another guest; stop that guest, or give this one a disk of its own"),
        StartFailureRule(
            "disk-in-use", .xl, "script: Device {} is mounted read-write in a guest domain",
            "{1} is a disk of another guest, which writes to it; stop that guest, or give this one a disk of its own"),
        StartFailureRule(
            "disk-in-use", .xl, "script: File {} is loopback-mounted through {},",
            "{1} is open already, as {2}, for dom0 or another guest; free it there first"),
        StartFailureRule(
            "disk-read-only", .xl, "script: File {} is read-only, and so I will not mount it",
            "nobody may write to {1}; \"chmod u+w {1}\", or write access=ro"),
        StartFailureRule(
            "loop-missing", .xl, "script: Failed to find an unused loop device",
            "dom0 has no free loop device; \"modprobe loop\", raise max_loop, or use a block device"),
        StartFailureRule(
            "loop-failed", .xl, "script: losetup {} failed",
            "dom0 could not make a loop device: \"losetup {1}\" failed; see dom0's kernel log"),
        StartFailureRule(
            "disk-missing", .xl, "script: {} link does not exist.",
            "{1} does not exist; see whether its volume is active"),
        StartFailureRule(
            "disk-missing", .xl, "script: {} does not exist.", "{1} does not exist; see whether its volume is active"),
        StartFailureRule(
            "disk-missing", .xl, "script: Backend device does not exist",
            "a disk's device went away while it was attached; see whether its volume is active"),
        StartFailureRule(
            "disk-kind", .xl, "script: {} is not a block device.",
            "{1} is not a block device; leave \"phy:\" out for a file"),
        StartFailureRule(
            "disk-missing", .xl, "script: Unable to lookup {}: dev: {}",
            "{1} cannot be looked at; see whether its file system is mounted"),
        StartFailureRule(
            "start-cancelled", .xl, "script: Path closed or removed during hotplug add: {}",
            "the device was taken away while its script ran, mostly because xl gave up after 10 s; see why the backend was slow"
        ),
    ]

    private static let scripts = [
        StartFailureRule(
            "script-timeout", .xl, "killing execution of {} because of timeout",
            "{1} took longer than 40 s: slow storage, or a lock that another script holds; lower start.parallel in host.conf"
        ),
        StartFailureRule(
            "script-missing", .xl, "libxl: cannot execute {}: {}",
            "{1} cannot be run: {2}; see that it exists, is executable and has its interpreter"),
        StartFailureRule(
            "program-missing", .hotplug, "line {}: {}: command not found",
            "a hotplug script does not find the program \"{2}\"; install its package"),
        StartFailureRule(
            "log-full", .hotplug, "No space left on device",
            "a hotplug script found no space left on a file system; make room in /var and /run"),
        StartFailureRule(
            "loop-failed", .hotplug, "losetup: {}: failed to set up loop device: {}",
            "dom0 could not make a loop device of {1}: {2}"),
        StartFailureRule(
            "bridge-refused", .hotplug, "can't add {} to bridge {}: {}",
            "bridge \"{2}\" did not take the guest's interface: {3}"),
        StartFailureRule(
            "interface-name", .hotplug, "Error: argument \"{}\" is wrong: {}",
            "\"{1}\" is no name for an interface: {2}; write a vifname of at most 15 bytes, for HVM 11"),
        StartFailureRule(
            "interface-name", .hotplug, "\"{}\" not a valid ifname",
            "\"{1}\" is no name for an interface; write a vifname of at most 15 bytes, for HVM 11"),
        StartFailureRule(
            "interface-refused", .hotplug, "RTNETLINK answers: {}",
            "dom0's kernel refused to set up the guest's interface: {1}; see dom0's kernel log"),
        StartFailureRule(
            "store-refused", .xl, "script: xenstore-read {} failed.",
            "a hotplug script could not read {1} from the store; see that xenstored.service runs"),
        StartFailureRule(
            "store-refused", .xl, "script: Writing {} to xenstore failed.",
            "a hotplug script could not write to the store; see that xenstored.service runs and its quota is not used up"
        ),
    ]

    private static let disks = [
        StartFailureRule(
            "disk-missing", .xl, "Disk vdev={} failed to stat: {}: {}", "disk {1}: {2} cannot be opened: {3}"),
        StartFailureRule(
            "disk-kind", .xl, "no suitable backend for disk {}",
            "disk {1}: nothing in dom0 serves its format and backendtype together; leave backendtype= out"),
        StartFailureRule(
            "disk-service", .xl, "failed to attach local disk for bootloader execution",
            "the boot loader cannot read a disk that is not raw without dom0's own QEMU; \"systemctl start "
                + "xen-qemu-dom0-disk-backend\""),
    ]

    private static let backends = [
        StartFailureRule(
            "disk-in-use", .store, ": 16 creating vbd structure",
            "dom0's kernel cannot open a disk of the guest, for something else has it; free it first"),
        StartFailureRule(
            "disk-read-only", .store, ": 30 creating vbd structure",
            "dom0's kernel cannot open a disk of the guest for writing: it is read-only; write access=ro"),
        StartFailureRule(
            "disk-unopened", .store, ": {} creating vbd structure",
            "dom0's kernel cannot open a disk of the guest (errno {1}); see dom0's kernel log"),
        StartFailureRule(
            "interface-refused", .store, ": {} creating interface",
            "dom0's kernel cannot make the guest's interface (errno {1}); see dom0's kernel log"),
        StartFailureRule(
            "netback-missing", .xl, "unable to add device with path {}/backend/vif/{}",
            "dom0's kernel did not take up the guest's interface; \"modprobe xen-netback\", or boot a kernel that has it"
        ),
        StartFailureRule(
            "blkback-missing", .xl, "unable to add device with path {}/backend/vbd/{}",
            "dom0's kernel did not take up a disk of the guest; \"modprobe xen-blkback\", or boot a kernel that has it"),
    ]
}
