package import Formats

/// The saved memory of a guest that is good, and waits for one restore; a part of ``GuestRecord``.
///
/// It is good from the moment in which the record with it is on disk, and no longer than that: whatever lets the guest run
/// takes it out of the record first. So old memory never meets a newer disk.
package struct SavedImage: Sendable, Equatable, Codable {
    /// Seconds since 1970.
    package var at: Int64
    /// The host's boot and the domain that it was made of: what is left of that is not to run any more.
    package var bootID: String
    package var domid: Int
    /// The content of `/etc/machine-id`.
    package var host: String
    package var xen: XenVersion
    /// In bytes.
    package var size: Int64
    /// What the guest ran by, as SHA-256 of the recipe that is kept beside the image.
    package var recipe: String

    package init(
        at: Int64, bootID: String, domid: Int, host: String, xen: XenVersion, size: Int64, recipe: String
    ) {
        self.at = at
        self.bootID = bootID
        self.domid = domid
        self.host = host
        self.xen = xen
        self.size = size
        self.recipe = recipe
    }

    /// What there is at the time of a restore.
    package struct Circumstances: Sendable, Equatable {
        package var host: String
        package var xen: XenVersion?
        /// Of the image's file, in bytes; `nil` when it is not there.
        package var size: Int64?
        /// The recipe that is kept beside it, if it is the one that was.
        package var saved: GuestRecipe?
        /// By which the guest would boot now.
        package var defined: GuestRecipe

        package init(host: String, xen: XenVersion?, size: Int64?, saved: GuestRecipe?, defined: GuestRecipe) {
            self.host = host
            self.xen = xen
            self.size = size
            self.saved = saved
            self.defined = defined
        }
    }

    /// Why it cannot be restored: all reasons, each a clause; none when it can.
    ///
    /// Other keys of the guest than ``tiedKeys`` may have changed: they hold from its next boot on.
    package func misfits(_ now: Circumstances) -> [String] {
        var reasons: [String] = []
        if now.host != host { reasons.append("it was saved on another host") }
        if let version = now.xen, !version.takesMemory(of: xen) {
            reasons.append("it was saved under Xen \(xen), and Xen \(version) runs")
        }
        switch now.size {
        case nil: reasons.append("its file is gone")
        case size?: break
        case let other?: reasons.append("its file has \(other) bytes instead of \(size)")
        }
        guard let saved = now.saved else { return reasons + ["what it ran by is not known any more"] }
        let changed = GuestDrift(from: saved, to: now.defined).keys.filter(Self.tiedKeys.contains)
        if !changed.isEmpty { reasons.append("\(changed.joined(separator: ", ")) changed in its file since") }
        return reasons
    }

    /// Keys whose value the memory of a running guest knows, and cannot forget.
    static let tiedKeys: Set<String> = [
        "name", "uuid", "type", "builder", "disk", "vif", "pci", "usbctrl", "usbdev", "vfb", "vtpm", "p9", "vkb",
        "vdispl", "vsnd", "pvcalls", "channel", "virtio", "rdm", "dtdev",
    ]

    /// Keys of a guest that xl cannot save: what it has is a part of this host.
    package static let unsavedKeys = ["pci", "usbdev", "dtdev", "rdm"]
}
