package import SystemPackage

/// A host of the lab: a machine with an overlay on the image, and the snapshots in it.
///
/// All writes go to the overlay; the image in the cache stays as it was built. A snapshot holds memory and disk: jumping to
/// it takes two seconds where a boot takes a minute.
package struct LabHost: Sendable {
    package let image: Image
    package let loader: BootLoader
    package let machine: Machine
    package let progress: Progress
    /// Where its overlay, logs and journals are.
    package let directory: FilePath

    package var suite: DebianSuite { image.suite }
    /// Commands in the host.
    package var shell: SecureShell { machine.shell }

    /// The host of a suite for one use: `test`, `demo`, `shell` have one each, and each loader its own, so that they do not
    /// disturb one another.
    package init(_ image: Image, use: String, by loader: BootLoader = .grubBIOS, _ progress: Progress) {
        self.image = image
        self.loader = loader
        self.progress = progress
        directory = LabFiles.artefacts.appending(
            "\(image.suite)/\(use)\(loader == .grubBIOS ? "" : "-\(loader)")")
        machine = Machine(
            suite: image.suite, place: directory, disk: directory.appending("host.qcow2"), key: image.key,
            firmware: loader.firmware)
    }

    // MARK: States

    /// The state of a stock host that has just booted into Xen: `systemctl is-system-running` has answered.
    package func bootStock() async throws {
        await machine.cutPower()
        try await LabFiles.remove(directory)
        try await LabFiles.makeDirectory(directory)
        try await Tool.run([
            "qemu-img", "create", "-q", "-f", "qcow2", "-b", image.disk.string, "-F", "qcow2", machine.disk.string,
        ])
        try LabFiles.write(try origin, to: directory.appending("image"))
        if let script = loader.preparation {
            progress.say("first boot, without Xen: installing \(loader)")
            try await machine.provision(kernel: image.kernel, initramfs: image.initramfs, script: script)
        }
        progress.say("booting stock Debian \(suite) by \(loader) into Xen \(suite.xen)")
        try await machine.start()
        try await waitUntilUp()
    }

    /// Goes on with the overlay as it is: with its snapshot, or as after a power cut.
    package func powerOn(from snapshot: Snapshot? = nil) async throws {
        try await machine.start(snapshot.map { ["-loadvm", $0.name] } ?? [])
        try await shell.connect(within: .seconds(snapshot == nil ? 400 : 60))
    }

    /// Reboots as an administrator would, and returns when the machine is off.
    package func goDown() async throws {
        progress.say("rebooting")
        try await shell.succeed(["systemctl", "--no-block", "reboot"])
        try await machine.waitUntilOff(within: .seconds(400))
    }

    /// Reboots as an administrator would, and waits until the host has come up again.
    package func reboot() async throws {
        try await goDown()
        progress.say("it is down; booting")
        try await machine.start()
        try await waitUntilUp()
    }

    /// Waits until systemd has no more jobs; the host may be degraded then.
    package func waitUntilUp() async throws {
        try await shell.connect(within: .seconds(400))
        progress.say("it answers; waiting until all units are started")
        _ = try await shell.run(["systemctl", "is-system-running", "--wait"], limit: .seconds(400))
        progress.say("up")
    }

    // MARK: Snapshots

    /// What the overlay stands on: the image, and how its loader was installed.
    private var origin: String {
        get throws {
            guard let script = loader.preparation else { return image.identity }
            var digest = ContentDigest()
            digest.add(try LabFiles.read(script))
            return "\(image.identity) \(digest.hexadecimal)"
        }
    }

    /// Whether the overlay has the snapshot, and stands on this image.
    package func has(_ snapshot: Snapshot) async throws -> Bool {
        guard LabFiles.text(of: directory.appending("image")) == (try origin), LabFiles.exists(machine.disk) else {
            return false
        }
        return try await snapshots().contains(snapshot.name)
    }

    /// The names of the snapshots in the overlay.
    package func snapshots() async throws -> [String] {
        guard LabFiles.exists(machine.disk) else { return [] }
        let list = try await Tool.run(["qemu-img", "snapshot", "--force-share", "-l", machine.disk.string])
        return list.split(separator: "\n").dropFirst(2).compactMap {
            let columns = $0.split(separator: " ")
            return columns.count > 1 ? String(columns[1]) : nil
        }
    }

    /// Keeps memory and disk of the running host under a name.
    package func save(_ snapshot: Snapshot) async throws {
        try await machine.monitor.carryOut("savevm \(snapshot.name)")
        progress.say("snapshot \(snapshot.name)")
    }

    // MARK: Evidence

    /// Writes the journal, and what the guests said last, beside the serial log; returns the directory with them.
    package func keepEvidence(of scenario: String) async throws -> FilePath {
        let evidence = directory.appending("failed-\(scenario)")
        try await LabFiles.makeDirectory(evidence)
        try await Tool.run(["cp", machine.serialLog.string, evidence.appending("serial.log").string])
        // A host that does not answer has a serial log at least.
        if let journal = try? await shell.run(["journalctl", "--no-pager", "--boot=all", "--output=short-precise"]) {
            try LabFiles.write(journal.output, to: evidence.appending("journal.txt"))
            let tails = ["find", "/var/log/xen/console", "-type", "f", "-exec", "tail", "-v", "-n", "100", "{}", "+"]
            let consoles = try await shell.run(tails)
            try LabFiles.write(consoles.output, to: evidence.appending("consoles.txt"))
        }
        return evidence
    }
}

/// A state of a host that scenarios start from.
package struct Snapshot: Sendable, Equatable {
    /// As QEMU knows it.
    package let name: String

    package init(name: String) {
        self.name = name
    }

    /// A stock host after its first boot into Xen.
    package static let stock = Snapshot(name: "stock")

    /// The host after Reeve, from this very package, took it over and it was rebooted.
    package static func kept(by package: ReevePackage) -> Snapshot { Snapshot(name: "kept-\(package.digest)") }
}

// MARK: All hosts of a checkout

extension LabHost {
    /// Every host that this checkout has a directory of, on images that are in the cache.
    package static func all() async throws -> [LabHost] {
        var hosts: [LabHost] = []
        for suite in DebianSuite.allCases {
            guard let image = try Image.cached(suite) else { continue }
            for name in LabFiles.names(in: LabFiles.artefacts.appending(suite.rawValue)) {
                let loader = BootLoader.allCases.first { name.hasSuffix("-\($0)") }
                let use = loader.map { String(name.dropLast($0.rawValue.count + 1)) } ?? name
                hosts.append(LabHost(image, use: use, by: loader ?? .grubBIOS, Progress(suite.rawValue)))
            }
        }
        return hosts
    }

    /// Removes disks, logs and journals of all hosts of this checkout.
    package static func removeAll() async throws {
        try await LabFiles.remove(LabFiles.artefacts)
    }
}
