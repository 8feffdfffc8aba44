import Model

/// What libxl keeps of domains in `/var/lib/xen`, and a host crash leaves there.
enum StaleUserData {
    /// Removes what is there of a UUID of which there is no domain: it would make a half-built domain look built, and xl
    /// would apply an old `config-update` at the first reboot (xl_vmcontrol.c, `reload_domain_config`).
    static func remove(of uuid: GuestUUID, root: Root) {
        for entry in root.names(in: "/var/lib/xen") where entry.hasPrefix("userdata-") && entry.contains(uuid.text) {
            // try?: what cannot be removed does no harm that could be helped here.
            try? DurableFile.remove(root.path("/var/lib/xen" / entry))
        }
    }
}
