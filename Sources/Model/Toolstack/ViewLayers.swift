/// A directory over which the files of a kept toolstack are laid.
package struct ViewLayers: Sendable, Equatable {
    package let target: HostPath
    /// The uppermost first; the target itself is one of them.
    package let directories: [HostPath]

    package init(target: HostPath, directories: [HostPath]) {
        self.target = target
        self.directories = directories
    }

    /// What has to be mounted for a view of a kept toolstack.
    ///
    /// `kept` is the copy's directory, `tops` the names in each of its layers. The host's `/usr` stands between the
    /// layers: below Xen's own files, which another version may have replaced there; above libraries and scripts, which
    /// the host has newer, or not at all. Of `/etc` only the hotplug scripts are of a toolstack.
    package static func of(_ kept: HostPath, tops: [KeptLayer: [String]], isQEMUOnly: Bool) -> [ViewLayers] {
        let names = Set(tops.values.joined()).sorted()
        return names.compactMap { name in
            // Its scripts serve the installed tools.
            if name == "etc", isQEMUOnly { return nil }
            let target: HostPath = name == "etc" ? HotplugPaths.file.parent : "/" / name
            let above = (isQEMUOnly ? [.qemu] : [KeptLayer.over, .qemu]).filter { tops[$0]?.contains(name) == true }
            let below = tops[.under]?.contains(name) == true ? [KeptLayer.under] : []
            guard !above.isEmpty || !below.isEmpty else { return nil }
            let place = { (layer: KeptLayer) in kept / "\(layer.name)\(target.string)" }
            return ViewLayers(target: target, directories: above.map(place) + [target] + below.map(place))
        }
    }
}
