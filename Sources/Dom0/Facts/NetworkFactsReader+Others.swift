import Formats
import Model

// MARK: NetworkManager

extension NetworkFactsReader {
    /// Profiles that start by themselves; those in `/usr/lib` are defaults.
    func networkManagerClaims() -> [NetworkFacts.Claim] {
        let directories: [HostPath] = [
            "/etc/NetworkManager/system-connections", "/run/NetworkManager/system-connections",
        ]
        return directories.flatMap { directory in
            root.names(in: directory).compactMap { name -> NetworkFacts.Claim? in
                guard name.hasSuffix(".nmconnection"), !name.hasPrefix("reeve-"),
                    let content = root.content(directory / name)
                else { return nil }
                let file = UnitFile(parsing: SourceText(name: name, bytes: content))
                // What NetworkManager makes up in /run for a port without a profile goes when there is one.
                let isMadeUp = directory != directories[0] && name.hasPrefix("Wired connection")
                guard file.value(of: "autoconnect", in: "connection") != "false", !isMadeUp else { return nil }
                let mac =
                    file.value(of: "mac-address", in: "ethernet") ?? file.value(of: "mac-address", in: "802-3-ethernet")
                let interface = file.value(of: "interface-name", in: "connection")
                guard interface != nil || mac != nil else { return nil }
                return NetworkFacts.Claim(
                    .networkManager, directory / name, names: interface.map { [$0] } ?? [], macs: mac.map { [$0] } ?? []
                )
            }
        }
    }
}

// MARK: ifupdown

extension NetworkFactsReader {
    /// Stanzas, whether `interfaces.d` is read, and whether bridges can be made.
    func readIfupdown(into facts: inout NetworkFacts) {
        let main: HostPath = "/etc/network/interfaces"
        let directory: HostPath = "/etc/network/interfaces.d"
        guard root.exists(main) else { return }
        let stanzas = interfaces(main)
        facts.readsInterfacesD = stanzas.contains { stanza in
            guard stanza.words.count > 1 else { return false }
            // A path that is not absolute begins where the file is.
            let path = stanza.words[1].hasPrefix("/") ? stanza.words[1] : "/etc/network/\(stanza.words[1])"
            switch stanza.words[0] {
            case "source": return path == "\(directory)/*"
            case "source-directory": return path == directory.string || path == "\(directory)/"
            default: return false
            }
        }
        facts.makesBridges =
            root.exists("/etc/network/if-pre-up.d/bridge") || root.exists("/usr/share/ifupdown2")
        var files = [(main, stanzas)]
        if facts.readsInterfacesD {
            for name in root.names(in: directory) where !["reeve-", "05-reeve-"].contains(where: name.hasPrefix) {
                files.append((directory / name, interfaces(directory / name)))
            }
        }
        for (path, stanzas) in files {
            // An interface without addresses of its own may be a port of anything.
            let names = stanzas.filter { $0.method != "manual" || $0.options.contains { $0.name.hasPrefix("bridge") } }
                .compactMap(\.interface).filter { $0 != "lo" }
            if !names.isEmpty {
                facts.claims.append(NetworkFacts.Claim(.ifupdown, path, names: Set(names).sorted()))
            }
        }
    }

    private func interfaces(_ path: HostPath) -> [InterfacesFile.Stanza] {
        root.content(path).map { InterfacesFile(parsing: SourceText(name: path.string, bytes: $0)).stanzas } ?? []
    }
}
