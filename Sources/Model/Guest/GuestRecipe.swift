package import Formats

/// One complete way to boot a guest: what xl is given.
///
/// It is the guest's own settings, each with the value that all its assignments amount to, but for the `reeve.*` keys
/// and for those that Reeve sets.
package struct GuestRecipe: Sendable, Equatable {
    /// One assignment.
    package struct Assignment: Sendable, Equatable {
        package var key: String
        package var value: XLValue

        package init(_ key: String, _ value: XLValue) {
            self.key = key
            self.value = value
        }
    }

    package let assignments: [Assignment]

    package init(_ assignments: [Assignment]) { self.assignments = assignments }

    /// By key; each has one.
    package var values: [String: XLValue] {
        Dictionary(assignments.map { ($0.key, $0.value) }) { _, last in last }
    }

    /// The file for xl; throws when a value holds what its grammar cannot carry (a NUL).
    package func text() throws(XLPrintError) -> [UInt8] {
        var text = Array("# Written by reeve guest prepare for this run of the guest; changes here are lost.\n".utf8)
        for assignment in assignments { text += try XLPrinter.assignment(assignment.key, assignment.value) }
        return text
    }

    /// A recipe of a guest on a host; `guest` has the settings of that recipe.
    ///
    /// Xen is to keep a domain that ended, so that `settle` can read why. In a steady run a reboot stays with xl, which makes
    /// the domain again while the unit stays up, unless the guest asks for something else. Any other recipe is for one boot.
    package init(of guest: GuestSpecification, _ kind: RecipeKind = .steady, host: String) {
        let identity = GuestIdentity(host: host, name: guest.name)
        var added = [
            Assignment("name", .string(guest.name.text)),
            Assignment("uuid", .string(guest.uuid(host: host).text)),
        ]
        if let interfaces = Self.interfaces(of: guest, identity: identity) {
            added.append(Assignment("vif", interfaces))
        }
        for key in ["on_poweroff", "on_crash", "on_watchdog"] {
            added.append(Assignment(key, .string(GuestEndActions.Action.preserve.rawValue)))
        }
        let reboot = guest.actions.reboot
        let leftToXL = kind == .steady && (reboot == .restart || reboot == .softReset)
        added.append(Assignment("on_reboot", .string((leftToXL ? reboot : .preserve).rawValue)))
        let set = Set(added.map(\.key))
        var seen: Set<String> = []
        let own = guest.settings.compactMap { setting -> Assignment? in
            guard !set.contains(setting.key), seen.insert(setting.key).inserted else { return nil }
            return guest.value(of: setting.key).map { Assignment(setting.key, Self.versionless(setting.key, $0)) }
        }
        assignments = added + own
    }

    /// The boot loader that xl is given; `nil` where there is none.
    static func bootLoader(of guest: GuestSpecification) -> String? {
        guard let value = guest.value(of: "bootloader"), case .atom(let bytes) = versionless("bootloader", value),
            !bytes.isEmpty
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// pygrub by its name alone, which libxl looks for among the programs of its own version: `/usr/bin/pygrub` is of the
    /// newest that is installed (Debian), and a path with a version goes with that version.
    ///
    /// Source: Xen tools/libs/light/libxl_bootloader.c, `libxl__bootloader_run`.
    private static func versionless(_ key: String, _ value: XLValue) -> XLValue {
        guard key == "bootloader", case .atom(let bytes) = value else { return value }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "/")
        let isXens = parts.dropLast() == ["usr", "bin"] || parts.contains { $0.hasPrefix("xen-") }
        return parts.last == "pygrub" && isXens ? .string("pygrub") : value
    }

    /// The interfaces, each with a MAC address; `nil` when the guest has none.
    private static func interfaces(of guest: GuestSpecification, identity: GuestIdentity) -> XLValue? {
        guard case .list(let items)? = guest.value(of: "vif"), !items.isEmpty else { return nil }
        let withoutAddress = Set(guest.interfaces.filter { $0.value.mac == nil }.map(\.index))
        return .list(
            items.enumerated().map { index, item in
                guard withoutAddress.contains(index), case .atom(let bytes) = item else { return item }
                let mac = Array("mac=\(identity.macAddress(ofInterface: index))".utf8)
                return .atom(bytes.allSatisfy { $0 == UInt8(ascii: " ") } ? mac : bytes + Array(",".utf8) + mac)
            })
    }
}
