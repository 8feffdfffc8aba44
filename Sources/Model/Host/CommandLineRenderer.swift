import Formats

/// Renders Xen's command line into GRUB's settings.
///
/// Source: GRUB util/grub-mkconfig.in (`/etc/default/grub.d/*.cfg` in the order of their names) and 20_linux_xen.
enum CommandLineRenderer {
    /// Sorts after Debian's `xen.cfg`, so that what is said there is not lost.
    static let path: HostPath = "/etc/default/grub.d/zz-reeve.cfg"

    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        let own = facts.grub.map { $0.xen + $0.xenDefault } ?? facts.firmware?.words ?? facts.xenCommandLine ?? []
        let wanted = words(host)
        let words = wanted.filter { !isSaid(name($0), wanted, by: own) }
        guard !words.isEmpty else { return Rendering() }
        let line = words.joined(separator: " ")
        guard let grub = facts.grub else {
            return Rendering(notes: [
                "GRUB does not boot this machine: add to Xen's command line where it is kept: \(line)"
            ])
        }
        let text = """
            # Written by reeve apply from /etc/reeve/host.conf; edit that.
            GRUB_CMDLINE_XEN="$GRUB_CMDLINE_XEN \(line)"

            """
        var notes: [String] = []
        for word in words {
            if let other = grub.xenDefault.first(where: { name($0) == name(word) && $0 != word }) {
                notes.append(
                    "GRUB_CMDLINE_XEN_DEFAULT has \(other), which comes after \(word) and wins; take it out of /etc/default/grub"
                )
            }
        }
        if let running = facts.xenCommandLine {
            let missing = words.filter { !running.contains($0) }
            if !missing.isEmpty {
                notes.append("takes effect at the next boot: \(missing.joined(separator: " ")) on Xen's command line")
            }
        }
        return Rendering(
            tree: [path: DesiredNode(.text(text), why: "Xen's command line: \(line)")], notes: notes)
    }

    /// What Reeve adds to Xen's command line.
    static func words(_ host: HostSpecification) -> [String] {
        var words: [String] = []
        if let memory = host.memory { words.append(memoryWord(memory)) }
        if let vcpus = host.vcpus { words.append("dom0_max_vcpus=\(vcpus)") }
        return words + host.xenParameters
    }

    /// Whether dom0's memory stays what it is after the next boot: only then xl need not take any from it.
    static func memoryIsFixed(_ host: HostSpecification, _ facts: Facts) -> Bool {
        let admin = facts.grub.map { $0.xen + $0.xenDefault } ?? facts.firmware?.words ?? facts.xenCommandLine ?? []
        return host.memory != nil
            || (host.xenParameters + admin).contains { name($0) == "dom0_mem" && $0.contains("max:") }
    }

    /// Whether the admin's own words end in the same ones of a name, so that nothing has to be added.
    private static func isSaid(_ name: Substring, _ wanted: [String], by own: [String]) -> Bool {
        let wanted = wanted.filter { Self.name($0) == name }.map(meaning)
        return own.filter { Self.name($0) == name }.map(meaning).suffix(wanted.count).elementsEqual(wanted)
    }

    /// A word in the one spelling that stands for all that Xen reads alike.
    private static func meaning(_ word: String) -> String {
        guard name(word) == "dom0_mem", word.contains("max:"),
            let memory = XenMemoryWord(word.dropFirst("dom0_mem=".count)).fixed
        else { return word }
        return memoryWord(memory)
    }

    private static func memoryWord(_ memory: Bytes) -> String {
        "dom0_mem=\(memory.mebibytes)M,max:\(memory.mebibytes)M"
    }

    private static func name(_ word: String) -> Substring { word.prefix { $0 != "=" } }
}
