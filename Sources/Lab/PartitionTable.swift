/// A GUID partition table, as the script that sfdisk reads: firmware of both kinds boots from it.
///
/// `bootctl` takes an EFI system partition on no other kind of table; GRUB for a BIOS needs a partition of its own there.
/// Source: sfdisk(8), "Script-header" and "Named-fields format".
struct PartitionTable {
    /// One partition; start and length in bytes, multiples of 512.
    struct Partition {
        /// Which `/dev/vdaN` it is.
        var number: Int
        var kind: Kind
        var start: Int
        var length: Int
    }

    /// What a partition is for; the raw value is its type's GUID.
    ///
    /// Source: UEFI specification 2.10, table 5.7, and the Discoverable Partitions Specification.
    enum Kind: String {
        case efiSystem = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
        case biosBoot = "21686148-6449-6E6F-744E-656564454649"
        case linux = "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
        case linuxLVM = "E6D6D379-F507-44C2-A23C-238F2A3DF928"
    }

    var partitions: [Partition]

    /// The disk that has room for all of them, and for the second copy of the table behind the last.
    var length: Int { (partitions.map { $0.start + $0.length }.max() ?? 0) + (1 << 20) }

    /// Standard input of sfdisk.
    var script: String {
        "label: gpt\nfirst-lba: 34\n"
            + partitions.map {
                "\($0.number): start=\($0.start / 512), size=\($0.length / 512), type=\($0.kind.rawValue)\n"
            }.joined()
    }
}
