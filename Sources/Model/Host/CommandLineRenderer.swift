import Formats

/// Renders Xen's command line into GRUB's settings.
///
/// Source: GRUB util/grub-mkconfig.in (`/etc/default/grub.d/*.cfg` in the order of their names) and 20_linux_xen.
package enum CommandLineRenderer {
    /// Sorts after Debian's `xen.cfg`, so that what is said there is not lost.
    static let path: HostPath = "/etc/default/grub.d/zz-reeve.cfg"

    private static let reboot = "needs a reboot"

    static func render(_ host: HostSpecification, _ facts: Facts) -> Rendering {
        let words = added(words(host), to: admin(facts))
        var rendering = Rendering(notes: notes(of: words, host, facts))
        if host.boot != nil, rendering.notes.contains(where: { $0.hasPrefix(Self.reboot) }) {
            rendering.notes.append(
                "with boot.entries a reboot alone boots what ran before; \"reeve boot try\" has it boot what is new")
        }
        guard !words.isEmpty, facts.grub != nil else { return rendering }
        let line = words.joined(separator: " ")
        let text = """
            # Written by reeve apply from /etc/reeve/host.conf; edit that.
            GRUB_CMDLINE_XEN="$GRUB_CMDLINE_XEN \(line)"

            """
        rendering.tree[path] = DesiredNode(.text(text), why: "Xen's command line: \(line)")
        return rendering
    }

    /// The admin's words with those that are wanted: of an option that both have, the wanted ones.
    package static func merged(_ wanted: [String], into own: [String]) -> [String] {
        let added = added(wanted, to: own)
        let options = Set(added.map { XenCommandLine.option(of: $0) })
        return own.filter { !options.contains(XenCommandLine.option(of: $0)) } + added
    }

    /// Of the wanted words those that the admin's do not end in already.
    private static func added(_ wanted: [String], to own: [String]) -> [String] {
        wanted.filter { !isSaid(XenCommandLine.option(of: $0), wanted, by: own) }
    }

    /// What Reeve adds to Xen's command line.
    package static func words(_ host: HostSpecification) -> [String] {
        var words: [String] = []
        if host.memory != nil || host.memoryMax != nil { words.append(memoryWord(host.memory, host.memoryMax)) }
        if let vcpus = host.vcpus { words.append("dom0_max_vcpus=\(vcpus)") }
        words += host.xen.map(\.description) + host.xenParameters
        let taken = Set(words.map { XenCommandLine.option(of: $0) })
        return words + host.tracing.xenParameters.filter { !taken.contains(XenCommandLine.option(of: $0)) }
    }

    private static func notes(of words: [String], _ host: HostSpecification, _ facts: Facts) -> [String] {
        if facts.grub == nil, facts.systemPartition != nil, host.boot != nil {
            return changes(to: merged(self.words(host), into: admin(facts)), facts)
        }
        guard let grub = facts.grub else {
            let added =
                words.isEmpty
                ? []
                : [
                    "GRUB does not boot this machine: add to Xen's command line where it is kept: "
                        + words.joined(separator: " ")
                ]
            return added + changes(to: facts.firmware?.words, facts)
        }
        var notes: [String] = []
        for word in words {
            let option = XenCommandLine.option(of: word)
            if let other = grub.xenDefault.first(where: { XenCommandLine.option(of: $0) == option && $0 != word }) {
                notes.append(
                    "GRUB_CMDLINE_XEN_DEFAULT has \(other), which comes after \(word) and wins; take it out of /etc/default/grub"
                )
            }
        }
        // What a shell computes is not known before update-grub runs.
        return notes + changes(to: grub.computed.isEmpty ? grub.xen + words + grub.xenDefault : nil, facts)
    }

    /// What the next boot changes of the line that runs; `next` is `nil` when it is not known.
    private static func changes(to next: [String]?, _ facts: Facts) -> [String] {
        guard let next, let running = facts.xenCommandLine else { return [] }
        let (gained, lost) = XenCommandLine(next.map(meaning)).difference(from: XenCommandLine(running.map(meaning)))
        let changes = [(gained, "gains"), (lost, "loses")].filter { !$0.0.isEmpty }.map {
            "\($0.1) \($0.0.joined(separator: " "))"
        }
        return changes.isEmpty ? [] : ["\(reboot): Xen's command line \(changes.joined(separator: ", and "))"]
    }

    /// Whether dom0's memory stays what it is after the next boot: only then xl need not take any from it.
    static func memoryIsFixed(_ host: HostSpecification, _ facts: Facts) -> Bool {
        host.memory != nil || host.memoryMax != nil
            || (host.xenParameters + admin(facts)).contains {
                XenCommandLine.option(of: $0) == "dom0_mem" && $0.contains("max:")
            }
    }

    /// The words that stand on Xen's command line without Reeve, as far as files tell; else those that run.
    private static func admin(_ facts: Facts) -> [String] {
        facts.grub.map { $0.xen + $0.xenDefault } ?? facts.firmware?.words ?? facts.xenCommandLine ?? []
    }

    /// Whether the admin's own words end in the same ones of an option, so that nothing has to be added.
    private static func isSaid(_ option: String, _ wanted: [String], by own: [String]) -> Bool {
        let wanted = wanted.filter { XenCommandLine.option(of: $0) == option }.map(meaning)
        return own.filter { XenCommandLine.option(of: $0) == option }.map(meaning).suffix(wanted.count)
            .elementsEqual(wanted)
    }

    /// A word in the one spelling that stands for all that Xen reads alike.
    private static func meaning(_ word: String) -> String {
        guard word.hasPrefix("dom0_mem="), word.contains("max:"),
            let memory = XenMemoryWord(word.dropFirst("dom0_mem=".count)).fixed
        else { return HostKey.canonical(word) }
        return memoryWord(memory, memory)
    }

    private static func memoryWord(_ memory: Bytes?, _ most: Bytes?) -> String {
        let size = memory.map { "\($0.mebibytes)M" }
        let limit = (most ?? memory).map { "max:\($0.mebibytes)M" }
        return "dom0_mem=" + [size, limit].compactMap(\.self).joined(separator: ",")
    }
}
