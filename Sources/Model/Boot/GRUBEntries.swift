import Formats

/// What Reeve tells GRUB: a file of its own, sourced at the end of grub.cfg, and a block of GRUB's variables.
///
/// The file sets `default` itself, after all that grub-mkconfig wrote. So it does not matter that Debian's
/// `/etc/default/grub.d/xen.cfg` sets GRUB_DEFAULT to whatever Xen is newest, or that two hypervisors share an id there.
///
/// Source: the GRUB manual, "Booting", `default`, `fallback`, `load_env`, `save_env`; GRUB util/grub.d/20_linux_xen.in.
package struct GRUBEntries: Sendable, Equatable {
    /// Where GRUB finds the entries' directories.
    package struct Place: Sendable, Equatable {
        /// The UUID of the file system, as `grub-probe --target=fs_uuid` tells it.
        package var fileSystem: String
        /// The path of `/boot/reeve` in that file system.
        package var path: HostPath

        package init(fileSystem: String, path: HostPath) {
            self.fileSystem = fileSystem
            self.path = path
        }
    }

    package var place: Place
    /// In the order of the menu.
    package var entries: [BootEntry]
    package var book: BootBook

    package init(_ place: Place, entries: [BootEntry], book: BootBook) {
        self.place = place
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
        insmod gzio
        search --no-floppy --fs-uuid --set=root \(place.fileSystem)
        \(choice)\(trialChoice)\(entries.map { menuEntry($0, isTrial: false) }.joined())\(trialEntry.map { menuEntry($0, isTrial: true) } ?? "")
        """
    }

    private var trialEntry: BootEntry? { book.trialEntry(among: entries) }

    /// The first of the good, the previous and the pinned that is there; `grub-reboot` has the last word for one boot.
    private var choice: String {
        let lines = book.choices(among: entries).reversed().map { id in
            let files = BootEntry.Part.allCases.map { "-f \(place.path / id.description / BootPlace.grub.name($0))" }
            return "  if [ \(files.joined(separator: " -a ")) ]; then set default=\(id); fi\n"
        }
        return lines.isEmpty ? "" : "if [ -z \"${boot_once}\" ]; then\n\(lines.joined())fi\n"
    }

    private var trialChoice: String {
        guard let id = trialEntry?.id else { return "" }
        let path = place.path / id.description
        return """
            set \(Self.variable)=
            if [ -s ${prefix}/reeve.env ]; then
              load_env --file ${prefix}/reeve.env \(Self.variable)
            fi
            if [ -z "${boot_once}" -a "${\(Self.variable)}" = "\(id)" ]; then
              set \(Self.variable)=
              # Only once it cannot happen twice.
              if save_env --file ${prefix}/reeve.env \(Self.variable); then
                insmod hashsum
                insmod gcry_sha256
                if hashsum --hash sha256 --check \(path)/sums --prefix \(path); then
                  set default=\(id)-trial
                fi
              fi
            fi

            """
    }

    private func menuEntry(_ entry: BootEntry, isTrial: Bool) -> String {
        let id = entry.id
        let path = place.path / id.description
        let words = book.words(of: entry, isTrial: isTrial)
        let (xen, kernel) = (words.xen.map(Self.quoted), words.kernel.map(Self.quoted))
        let loading = [
            (["multiboot2", "\(path)/xen.gz", "placeholder"] + xen + ["${reeve_words}"]).joined(separator: " "),
            (["module2", "\(path)/vmlinuz", "placeholder"] + kernel).joined(separator: " "),
            "module2 --nounzip \(path)/initrd",
        ]
        // A trial that cannot be loaded is over: by now the next boot is the good one.
        let lines =
            isTrial
            ? loading.flatMap { ["if \($0); then", "  true", "else", "  reboot", "fi"] } : loading
        return """

            menuentry \(Self.quoted(entry.pair.title + (isTrial ? " (on trial)" : ""))) --class xen --id '\(id)\(isTrial ? "-trial" : "")' {
              search --no-floppy --fs-uuid --set=root \(place.fileSystem)
              if [ "${grub_platform}" = "efi" ]; then
                set reeve_words="no-real-mode edd=off"
              else
                set reeve_words=
              fi
            \(lines.map { "  " + $0 + "\n" }.joined())}

            """
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
