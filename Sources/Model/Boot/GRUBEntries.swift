import Formats

/// What Reeve tells GRUB: a file of its own, sourced at the end of grub.cfg, and a block of GRUB's variables.
///
/// The file sets `default` itself, after all that grub-mkconfig wrote. So it does not matter that Debian's
/// `/etc/default/grub.d/xen.cfg` sets GRUB_DEFAULT to whatever Xen is newest, or that two hypervisors share an id there.
///
/// Source: the GRUB manual, "Booting", `default`, `fallback`, `load_env`, `save_env`; GRUB util/grub.d/20_linux_xen.in;
/// GRUB grub-core/loader/efi/chainloader.c: the words after the file's become the program's command line; "UEFI secure boot
/// and shim support", `lockdown`.
package struct GRUBEntries: Sendable, Equatable {
    /// What GRUB calls a place's ``BootPlace/volume``.
    package struct Volume: Sendable, Equatable {
        /// The UUID of its file system, as `grub-probe --target=fs_uuid` tells it.
        package var fileSystem: String
        /// Its path in that file system, as `grub-mkrelpath` tells it.
        package var path: HostPath

        package init(fileSystem: String, path: HostPath) {
            self.fileSystem = fileSystem
            self.path = path
        }
    }

    /// The volumes of all places that entries are in.
    package var volumes: [BootPlace: Volume]
    /// In the order of the menu.
    package var entries: [BootEntry]
    package var book: BootBook

    package init(_ volumes: [BootPlace: Volume], entries: [BootEntry], book: BootBook) {
        self.volumes = volumes
        self.entries = entries
        self.book = book
    }

    /// The variable that holds the id of the entry to try at the next boot.
    package static let variable = "reeve_trial"

    /// The text of `reeve.cfg`.
    ///
    /// GRUB's own `fallback` is no help: it takes no ids before 2.12, and a hypervisor that ends too early is not noticed by
    /// `multiboot2`. So the script looks before the menu is shown: at the files of the good entry, and at what is in the
    /// files of a trial.
    package var text: String {
        """
        # Written by reeve; "reeve boot list" shows what this offers.
        \(modules.map { "insmod \($0)\n" }.joined())\(choice)\(book.trialEntry(among: entries).map(trialChoice) ?? "")\(book.items(among: entries).map(menuEntry).joined())
        """
    }

    /// What GRUB may not have brought: for xen.gz, and for programs on an EFI system partition.
    private var modules: [String] {
        entries.contains { $0.place != .boot } ? ["gzio", "part_gpt", "part_msdos", "fat", "chain"] : ["gzio"]
    }

    /// The first of the good, the previous and the pinned that is there; `grub-reboot` has the last word for one boot.
    private var choice: String {
        let lines = book.choices(among: entries).reversed().compactMap { id in
            entries.first { $0.id == id }.map { entry in
                let files = names(of: entry).map { "-f \(path(of: entry) / $0)" }
                return """
                      \(search(entry))
                      if [ \(files.joined(separator: " -a ")) ]; then set default=\(id); fi

                    """
            }
        }
        return lines.isEmpty ? "" : "if [ -z \"${boot_once}\" ]; then\n\(lines.joined())fi\n"
    }

    /// What has to be there so that an entry boots.
    private func names(of entry: BootEntry) -> [String] {
        let names = BootEntry.Part.allCases.map(entry.place.name)
        return entry.place == .boot ? names : names + [EntryConfigurations.name(isTrial: false).text]
    }

    private func trialChoice(_ entry: BootEntry) -> String {
        let path = path(of: entry)
        return """
            set \(Self.variable)=
            if [ -s ${prefix}/reeve.env ]; then
              load_env --file ${prefix}/reeve.env \(Self.variable)
            fi
            if [ -z "${boot_once}" -a "${\(Self.variable)}" = "\(entry.id)" ]; then
              set \(Self.variable)=
              # Only once it cannot happen twice.
              if save_env --file ${prefix}/reeve.env \(Self.variable); then
                insmod hashsum
                insmod gcry_sha256
                \(search(entry))
                # With Secure Boot GRUB may have no hashsum: signatures are looked at then.
                if [ "${lockdown}" = "y" ]; then
                  set default=\(entry.id)-trial
                elif hashsum --hash sha256 --check \(path)/sums --prefix \(path); then
                  set default=\(entry.id)-trial
                fi
              fi
            fi

            """
    }

    private func menuEntry(_ entry: BootEntry, _ isTrial: Bool) -> String {
        let title = Self.quoted(entry.pair.title + (isTrial ? " (on trial)" : ""))
        let lines = [search(entry)] + (entry.place == .boot ? multiboot(entry, isTrial) : program(entry, isTrial))
        return """

            menuentry \(title) --class xen --id '\(entry.id)\(isTrial ? "-trial" : "")' {
            \(lines.map { "  " + $0 + "\n" }.joined())}

            """
    }

    private func multiboot(_ entry: BootEntry, _ isTrial: Bool) -> [String] {
        let path = path(of: entry)
        let words = book.words(of: entry, isTrial: isTrial)
        let (xen, kernel) = (words.xen.map(Self.quoted), words.kernel.map(Self.quoted))
        let loading = [
            (["multiboot2", "\(path)/xen.gz", "placeholder"] + xen + ["${reeve_words}"]).joined(separator: " "),
            (["module2", "\(path)/vmlinuz", "placeholder"] + kernel).joined(separator: " "),
            "module2 --nounzip \(path)/initrd",
        ]
        let platform = [
            "if [ \"${grub_platform}\" = \"efi\" ]; then", "  set reeve_words=\"no-real-mode edd=off\"", "else",
            "  set reeve_words=", "fi",
        ]
        // A trial that cannot be loaded is over: by now the next boot is the good one.
        return platform
            + (isTrial ? loading.flatMap { ["if \($0); then", "  true", "else", "  reboot", "fi"] } : loading)
    }

    /// The command line is that of the configuration beside it.
    private func program(_ entry: BootEntry, _ isTrial: Bool) -> [String] {
        let xen = path(of: entry) / entry.place.name(.hypervisor)
        let loading = "chainloader \(xen) \(EntryConfigurations.options(isTrial: isTrial))"
        // Without its kernel xen.efi ends, as if all were well, and GRUB would wait at its menu.
        return isTrial ? ["if \(loading); then", "  boot", "fi", "reboot"] : [loading]
    }

    private func search(_ entry: BootEntry) -> String {
        "search --no-floppy --fs-uuid --set=root \(volumes[entry.place]?.fileSystem ?? "")"
    }

    private func path(of entry: BootEntry) -> HostPath {
        (volumes[entry.place]?.path ?? "/") / entry.path.string
    }

    /// A word as GRUB's shell takes it: within single quotes nothing has a meaning.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy { sign in
            switch sign {
            case "a"..."z", "A"..."Z", "0"..."9", "=", ",", ".", ":", "/", "_", "-", "+", "@", "%": true
            default: false
            }
        }
        return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
