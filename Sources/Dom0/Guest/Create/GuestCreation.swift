import Formats
package import Model
import SystemPackage

/// How far a step of a creation is.
package enum CreateProgress: Sendable, Equatable {
    case step(CreatePlan.Step)
    /// A part of the step, from 0 to 1.
    case fraction(Double)
    /// What the program that is at work said last.
    case said(String)
}

/// Creates a guest: what a ``CreatePlan`` says, in its order, and all of it or nothing.
///
/// What is made is recorded first; the definition comes last. So whoever dies when, the next creation on this host finds
/// either a guest that is complete, or a record of what to take back.
package struct GuestCreation: Sendable {
    private let host: Host
    private let configuration: HostPath
    private let plan: CreatePlan
    private let told: @Sendable (CreateProgress) -> Void
    private let probe: Probe
    private let store: StorageStore
    private let volumes: VolumeControl

    package init(
        _ plan: CreatePlan, host: Host, configuration: HostPath, probe: Probe = .none,
        told: @escaping @Sendable (CreateProgress) -> Void
    ) {
        self.plan = plan
        self.host = host
        self.configuration = configuration
        self.told = told
        self.probe = probe
        store = StorageStore(root: host.root, probe: probe)
        volumes = VolumeControl(host: host, probe: probe)
    }

    private var name: GuestName { plan.name }

    /// Carries the plan out; the caller holds the guest's lock, and calls ``takeBack()`` when this throws.
    package func run() async throws {
        var random = SystemRandomNumberGenerator()
        let token = String(random.next(), radix: 16) + String(random.next(), radix: 16)
        var record = StorageRecord(token: token, parts: plan.volumes.map { StorageRecord.Part($0) })
        if !record.parts.isEmpty { try store.write(record, of: name) }
        for step in plan.steps {
            told(.step(step))
            try await carryOut(step, &record)
        }
        guard !record.parts.isEmpty else { return }
        record.phase = .kept
        try store.write(record, of: name)
    }

    /// Undoes what was done of the plan, unless it came to its end; the result says what is left, if anything is.
    package func takeBack() async -> String? {
        let unmounting = SystemBuild(host: host, name: name, told: { _ in })
        await unmounting.unmount()
        let recovery = await StorageRemoval(host: host, configuration: configuration, probe: probe)
            .takeBack(name)
        return recovery?.problem
    }

    private func carryOut(_ step: CreatePlan.Step, _ record: inout StorageRecord) async throws {
        switch step {
        case .make(let volume, let size):
            if let file = volume.file { try Directory.make(host.root.path(file.parent), probe: probe) }
            var noted = record
            try await volumes.make(volume, size: size, record: record) { identity in
                noted = try note(identity, of: volume, in: record)
            }
            record = noted
        case .snapshot(let origin, let volume): try await volumes.snapshot(origin, volume, record: record)
        case .convert(let image, let format, let volume, _): try await convert(image, format, into: volume)
        case .build(let system, let volume):
            try await SystemBuild(host: host, name: name, told: told).run(system, on: volume)
        case .fetch(let files, let archive, let directory):
            let fetcher = InstallerFetcher(host: host, directory: directory) { [told] place, count in
                told(.said("\(place): \(Bytes(UInt64(count)))"))
            }
            _ = try await fetcher.fetch(files, adding: archive)
        case .seed(let volume, let files):
            guard let content = FATImage.bytes(label: CloudSeed.label, files: files), let file = volume.file else {
                throw CreateError.seedTooLarge
            }
            try Directory.make(host.root.path(file.parent), mode: 0o700, probe: probe)
            var noted = record
            try volumes.makeFile(file, content: content, record: record) { identity in
                noted = try note(identity, of: volume, in: record)
            }
            record = noted
        case .define(let path, let content):
            try Directory.make(host.root.path(path.parent), probe: probe)
            guard host.root.isFree(path) else { throw CreateObstacle.nameTaken(path) }
            try DurableFile.replace(host.root.path(path), content: content, mode: 0o644, probe: probe)
        }
    }

    private func note(
        _ identity: FileIdentity, of volume: Volume, in record: StorageRecord
    ) throws -> StorageRecord {
        var record = record
        for index in record.parts.indices where record.parts[index].volume == volume {
            record.parts[index].identity = identity
        }
        try store.write(record, of: name)
        return record
    }

    /// Copies an image; its format is given, for qemu-img(1) would take a raw image for whatever its first bytes say.
    private func convert(_ image: HostPath, _ format: String, into volume: Volume) async throws {
        let command = Self.conversion(
            host.root.path(image).string, format, to: host.root.path(volume.target).string, volume)
        let result = try await host.runner.run(command) { [told] bytes in
            if let fraction = Self.fraction(bytes) { told(.fraction(fraction)) }
        }
        guard result.succeeded else { throw CommandError.failed(command, result) }
    }

    /// A new file reads as zeros, which need not be written; a volume may hold what was there before.
    package static func conversion(_ source: String, _ format: String, to target: String, _ volume: Volume) -> Command {
        let isEmpty = volume.file == nil ? [] : ["--target-is-zero"]
        return Command(
            HostTool.qemuImg.name,
            arguments: ["convert", "-p", "-n"] + isEmpty + [
                "-t", "writeback", "-f", format, "-O", volume.format, source, target,
            ])
    }

    /// The last of what `qemu-img convert -p` prints, as in `    (12.34/100%)`.
    package static func fraction(_ bytes: [UInt8]) -> Double? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "/100%)", from: text.endIndex),
            let start = text[..<end].lastIndex(of: "(")
        else { return nil }
        return Double(text[text.index(after: start)..<end]).map { $0 / 100 }
    }
}

extension String {
    /// Where the last occurrence of a text before a place begins.
    fileprivate func range(of text: String, from end: String.Index) -> String.Index? {
        var place = end
        while place > startIndex {
            place = index(before: place)
            if self[place...].hasPrefix(text) { return place }
        }
        return nil
    }
}

/// Why a creation stopped in the middle.
package enum CreateError: Error, Equatable, CustomStringConvertible {
    case seedTooLarge
    case noKernel(PackageSystem)
    case interrupted

    package var description: String {
        switch self {
        case .seedTooLarge: "what cloud-init is to be told does not fit on a disk of 1.4 MB [--user-data]"
        case .noKernel(let system):
            "the packages of \(system.distribution.title) \(system.suite) left no link to a kernel, neither /vmlinuz nor /boot/vmlinuz"
        case .interrupted: "interrupted"
        }
    }
}
