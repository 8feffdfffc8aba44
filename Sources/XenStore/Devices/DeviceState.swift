package import Formats

/// What both ends of one of a domain's devices say, as the store has it at one moment.
package struct DeviceState: Sendable, Equatable {
    package let domain: DomainID
    package let kind: DeviceKind
    /// The number within the kind: 0, 1, … for `vif`, the encoded name for `vbd`.
    package let id: Int
    /// Where the backend is; `nil` when the toolstack's entry names no backend that fits the device.
    package var backend: BackendPlace?
    /// `nil` when the node is missing or holds no state.
    package var backendState: XenbusState?
    package var frontendState: XenbusState?
    package var hotplug: HotplugStatus
    /// What the hotplug script wrote when it gave up (xen-hotplug-common.sh, `fatal`).
    package var hotplugError: GuestBytes?
    /// What the kernels of the backend's and of the frontend's side wrote (Linux, `xenbus_dev_error`).
    package var backendError: GuestBytes?
    package var frontendError: GuestBytes?

    package init(domain: DomainID, kind: DeviceKind, id: Int, backend: BackendPlace? = nil) {
        self.domain = domain
        self.kind = kind
        self.id = id
        self.backend = backend
        hotplug = .absent
    }

    /// Whether the device works.
    package enum Standing: Sendable, Equatable {
        case connected
        /// Neither end has given up; the reason is the one of the two states that is behind.
        case waiting
        /// With the best reason that the store has.
        case failed(GuestBytes)
        case closed
        /// No driver reports a state for it: the first console, which xenconsoled serves.
        case unattended
    }

    /// An old error text does not count once both ends are connected: nobody removes it.
    package var standing: Standing {
        if kind == .console, id == 0 { return .unattended }
        if backendState == .connected, frontendState == .connected { return .connected }
        if let reason = hotplugError ?? backendError ?? frontendError { return .failed(reason) }
        if hotplug == .error { return .failed(GuestBytes(Array("its hotplug script failed".utf8))) }
        if backendState == .closing || backendState == .closed || frontendState == .closed { return .closed }
        return .waiting
    }
}

/// The end of a device that serves it.
package struct BackendPlace: Sendable, Equatable {
    /// 0 but for driver domains.
    package let domain: DomainID
    /// May differ from the device's own: a `vbd` can be served by a `qdisk`.
    package let kind: DeviceKind
    package let path: StorePath

    package init(domain: DomainID, kind: DeviceKind, path: StorePath) {
        self.domain = domain
        self.kind = kind
        self.path = path
    }
}

/// A kind of device, by the name that it has in the store (libxl_types_internal.idl, `device_kind`).
package struct DeviceKind: Hashable, Sendable, CustomStringConvertible {
    package static let console = DeviceKind("console")
    package static let vif = DeviceKind("vif")
    package static let vbd = DeviceKind("vbd")
    package static let qdisk = DeviceKind("qdisk")
    package static let pci = DeviceKind("pci")

    package let name: String

    package init(_ name: String) { self.name = name }

    package var description: String { name }
}

/// How the hotplug script of a backend fares (`hotplug-status`).
package enum HotplugStatus: Sendable, Equatable {
    /// No node, or an empty one: the script has not ended, or the device has none.
    case absent
    case connected, error
    /// The block script found the disk in use by another.
    case busy
    case other(GuestBytes)

    package init(_ value: GuestBytes?) {
        guard let value, !value.bytes.isEmpty else {
            self = .absent
            return
        }
        if value == "connected" {
            self = .connected
        } else if value == "error" {
            self = .error
        } else if value == "busy" {
            self = .busy
        } else {
            self = .other(value)
        }
    }
}
