/// One key of xl.cfg(5) or xl.conf(5): what may be written there, and since when.
package struct XLKey: Sendable {
    /// What became of a key that should no longer be written.
    package enum Retirement: Sendable, Equatable {
        /// Still read; write this instead.
        case replaced(by: String)
        /// Read, but nothing comes of it.
        case ignored(advice: String)
        /// Still read, but Xen says that it will go.
        case leaving
    }

    package let name: String
    package let type: XLKeyType
    /// The first Xen release that has it; ``XenVersion/oldestKnown`` for all that were there before.
    package let since: XenVersion
    /// What it is for, in one line.
    package let summary: String
    package let retirement: Retirement?
    /// The guests for which xl reads it; `nil` for all.
    package private(set) var guests: [XLGuestType]?

    init(
        _ name: String, _ type: XLKeyType, _ summary: String, since minor: Int = XenVersion.oldestKnown.minor,
        _ retirement: Retirement? = nil, only guests: [XLGuestType]? = nil
    ) {
        self.name = name
        self.type = type
        self.summary = summary
        since = XenVersion(4, minor)
        self.retirement = retirement
        self.guests = guests
    }

    func only(_ guests: XLGuestType...) -> XLKey {
        var key = self
        key.guests = guests
        return key
    }
}

/// How Xen runs a guest.
package enum XLGuestType: String, Sendable, CaseIterable {
    case pv, pvh, hvm

    /// The type that xl finds in a `type` or, where that is not written, `builder`.
    ///
    /// xl compares only as many letters as are written, in the order hvm, pv, pvh: `"p"` is PV and `""` is HVM. Without
    /// both it is PV, as on x86. `nil` for other words. Source: Xen tools/xl/xl_parse.c.
    package init?(of document: XLDocument) {
        self.init(type: document.text("type"), builder: document.text("builder"))
    }

    /// As ``init(of:)``, from what is written for the two keys.
    package init?(type: String?, builder: String?) {
        if let text = type {
            guard let type = [Self.hvm, .pv, .pvh].first(where: { $0.rawValue.hasPrefix(text) }) else { return nil }
            self = type
        } else if let text = builder {
            if "hvm".hasPrefix(text) {
                self = .hvm
            } else if "generic".hasPrefix(text) {
                self = .pv
            } else {
                return nil
            }
        } else {
            self = .pv
        }
    }

    package var name: String {
        switch self {
        case .pv: "PV"
        case .pvh: "PVH"
        case .hvm: "HVM"
        }
    }
}

extension XLDocument {
    /// A key's value as text; `nil` when it is not there, a list, or not UTF-8.
    func text(_ key: String) -> String? {
        self[key]?.value.text
    }
}
