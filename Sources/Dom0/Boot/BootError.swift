package import Model
package import SystemPackage

/// Why something about boot entries was not done; the description is the sentence for the user.
package enum BootError: Error, Equatable, CustomStringConvertible {
    case damaged(FilePath)
    case unreadable(HostPath)
    case notManaged
    case noMenu
    case unknown(String, known: [BootEntryID])
    case ambiguous(String, [BootEntryID])
    case protected(BootEntryID, String)
    case noGood
    case notReady([String])
    case noTrial
    case noDevice(HostPath)
    case noSystemPartition
    case unknownWords
    case nothingInstalled
    case changing([HostPath])

    package var description: String {
        switch self {
        case .damaged(let file):
            "\(file): is not as reeve wrote it, so nothing was changed; move it away, and \"reeve boot refresh\" makes entries anew"
        case .unreadable(let place): "\(place): the files cannot be read"
        case .notManaged:
            "reeve does not keep boot entries on this host: write boot.entries = 1 in /etc/reeve/host.conf, then \"reeve apply\""
        case .noMenu:
            "there is no /boot/grub/grub.cfg with an entry for Xen to take the words of a boot from; run update-grub"
        case .unknown(let text, let known) where known.isEmpty: "no boot entry is called \"\(text)\": there are none"
        case .unknown(let text, let known):
            "no boot entry is called \"\(text)\"; there are: \(known.map(\.description).joined(separator: ", "))"
        case .ambiguous(let text, let entries):
            "\"\(text)\" may be any of: \(entries.map(\.description).joined(separator: ", "))"
        case .protected(let entry, let reason): "\(entry) is not removed: \(reason)"
        case .noGood:
            "no entry is known to be good: reboot into the one that you trust, and run \"reeve boot confirm\" there"
        case .notReady(let reasons): reasons.joined(separator: "\n")
        case .noTrial: "no trial is under way, and this boot is none of reeve's entries; see \"reeve boot list\""
        case .noSystemPartition:
            "the EFI system partition is not mounted at /efi, /boot/efi or /boot: mount it; nothing was changed"
        case .unknownWords:
            "it is not known what Xen and the kernel are told at a boot: boot this host by systemd-boot, from an entry that starts xen.efi with a xen.cfg beside it, then \"reeve boot refresh\""
        case .nothingInstalled:
            "there is no xen-VERSION.efi with a kernel and its initial RAM disk in /boot to make an entry of; install the packages of Xen and of a kernel"
        case .changing(let files):
            "\(files.map(\.string).joined(separator: ", ")): changed while they were copied; \"reeve boot refresh\" again when nothing writes to them"
        case .noDevice(let path): "\(path): there is no watchdog to end a boot that hangs"
        }
    }
}
