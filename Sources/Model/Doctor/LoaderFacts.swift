/// What systemd-boot will do at the next boot.
package struct LoaderFacts: Sendable, Equatable {
    /// The entry that starts by itself.
    package struct Entry: Sendable, Equatable {
        package var title: String
        /// Whether it starts xen.efi with a configuration.
        package var bootsXen: Bool
        /// What it loads and what is not there.
        package var missing: [HostPath]

        package init(_ title: String, bootsXen: Bool = true, missing: [HostPath] = []) {
            self.title = title
            self.bootsXen = bootsXen
            self.missing = missing
        }
    }

    /// The pattern that chooses the entry, and who says it, as `default of /boot/efi/loader/loader.conf`.
    package var choice: String
    package var origin: String
    /// `nil` when the pattern fits none: then systemd-boot takes the first of its menu.
    package var entry: Entry?

    package init(choice: String, origin: String, entry: Entry?) {
        self.choice = choice
        self.origin = origin
        self.entry = entry
    }
}
