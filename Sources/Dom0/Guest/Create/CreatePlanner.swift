import Formats
import Glibc
package import Model
import SystemPackage

/// Decides what creating a guest does on this machine, or finds all that is in the way.
package struct CreatePlanner: Sendable {
    let host: Host
    let configuration: HostPath
    let volumes: VolumeControl

    /// `configuration` is the directory of `host.conf`, usually `/etc/reeve`.
    package init(host: Host, configuration: HostPath) {
        self.host = host
        self.configuration = configuration
        volumes = VolumeControl(host: host)
    }

    package struct Outcome: Sendable {
        /// `nil` when something is in the way.
        package var plan: CreatePlan?
        package var obstacles: [CreateObstacle]
    }

    /// Looks at everything, and changes nothing; `domains` are those that Xen has.
    package func plan(
        _ request: CreateRequest, domains: [DomainSighting], others: [GuestSpecification]
    ) async -> Outcome {
        var look = CreateLook(host: host, configuration: configuration)
        look.obstacles = request.contradictions
        look.name(request.name, domains)
        if case .guest(let original) = request.source {
            return await copy(of: original, request, look, domains: domains, others: others)
        }
        let bridge = look.bridge(request.network)
        let keys = request.keys.flatMap { look.keys($0) }
        let userData = request.userData.flatMap { look.userData($0) }
        let type = request.chosenType ?? .hvm
        let loader = type == .pvh ? look.loader() : nil
        let image = look.source(request)
        let tree = await tree(request, type: type, &look)
        if let volume = request.volume {
            look.obstacles += await storage(volume, request, size: request.chosenSize(least: image?.size ?? Bytes(0)))
        }
        let target = request.volume?.target ?? image?.path
        if let target { look.users(of: target, among: others) }
        guard look.obstacles.isEmpty, let target else { return Outcome(plan: nil, obstacles: look.obstacles) }

        var draft = GuestDraft(
            name: request.name, source: request.source, type: type, memory: request.memory ?? .mebibytes(1024),
            vcpus: request.vcpus ?? 1,
            bridge: bridge,
            disk: GuestDraft.Disk(target: target, format: request.volume?.format ?? image?.format ?? "raw"),
            loader: loader, startsWithHost: request.startsWithHost)
        var steps: [CreatePlan.Step] = []
        if let volume = request.volume {
            steps.append(.make(volume, size: request.chosenSize(least: image?.size ?? Bytes(0))))
            switch request.source {
            case .image(let path):
                if let image { steps.append(.convert(path, format: image.format, into: volume, size: image.size)) }
                let seed = Volume.raw(path: StorageStore.seeds / "\(request.name).img")
                draft.seed = seed.target
                steps.append(.seed(seed, seedFiles(request.name, bridge: bridge, keys, userData)))
            case .packages(let distribution, let suite):
                let system = PackageSystem(
                    distribution, suite: suite, mirror: request.mirror, name: request.name, keys: keys,
                    architecture: Self.architecture)
                steps.append(.build(system, on: volume))
            case .tree(let location):
                guard let tree else { break }
                let directory = InstallerFetcher.directory(of: request.name)
                steps.append(.fetch(tree.files, adding: tree.answers, into: directory))
                draft.installer = GuestDraft.Installer(
                    kernel: directory / InstallerFetcher.kernel, ramdisk: directory / InstallerFetcher.ramdisk,
                    words: tree.files.arguments(at: location, hasAnswers: tree.answers != nil)
                        + (request.installer.words.map { [$0] } ?? []))
            case .disk, .iso, .guest: break
            }
        }
        do {
            steps.append(.define(configuration / "guests" / "\(request.name).cfg", try draft.text()))
        } catch {
            return Outcome(plan: nil, obstacles: [.unwritable("\(error)")])
        }
        return Outcome(plan: CreatePlan(request.name, isInstalled: draft.isInstalled, steps: steps), obstacles: [])
    }

    /// As dpkg calls what this program was built for, which is what dom0 runs.
    private static var architecture: String {
        #if arch(arm64)
            "arm64"
        #else
            "amd64"
        #endif
    }

    /// What is fetched of an install tree: its lists are read and proven now.
    private func tree(
        _ request: CreateRequest, type: XLGuestType, _ look: inout CreateLook
    ) async -> (files: InstallerFiles, answers: RamdiskArchive?)? {
        guard case .tree(let location) = request.source else { return nil }
        let answers = request.installer.answers.map { look.file($0, "--answers") }
        guard look.obstacles.isEmpty else { return nil }
        let scratch = GuestPaths.runDirectory / "\(request.name).tree"
        defer { DirectoryTree.remove(host.root.path(scratch)) }
        do {
            let fetcher = InstallerFetcher(
                host: host, directory: scratch, keyring: request.installer.keyring ?? InstallerFetcher.debianKeyring,
                progress: { _, _ in })
            let files = try await fetcher.files(at: location, type: type, now: Int64(time(nil)))
            let archive = answers?.map { RamdiskArchive([(files.answersName, $0)]) }
            return (files, archive)
        } catch {
            look.obstacles.append(.unwritable("\(error)"))
            return nil
        }
    }

    private func seedFiles(
        _ name: GuestName, bridge: String?, _ keys: [String], _ userData: [UInt8]?
    ) -> [FATImage.File] {
        let identity = GuestIdentity(host: host.root.line("/etc/machine-id") ?? "", name: name)
        return CloudSeed(
            name: name, instance: identity.uuid,
            macAddress: bridge == nil ? nil : identity.macAddress(ofInterface: 0), keys: keys, userData: userData
        ).files
    }

    func storage(_ volume: Volume, _ request: CreateRequest, size: Bytes) async -> [CreateObstacle] {
        let missing = volume.tools.filter { !host.has($0) }
        guard missing.isEmpty else { return missing.map { .noTool($0, purpose: "--storage") } }
        if let directory = volume.file?.parent, request.storage != .standard {
            guard FileStatus.isDirectory(host.root.path(host.root.resolved(directory))) else {
                return [.noFile("--storage", directory, reason: "there is no such directory")]
            }
        }
        do {
            if try await volumes.exists(volume) { return [.exists(volume)] }
            guard let free = try await volumes.room(for: volume), free < size else { return [] }
            return [.noRoom(volume.target.parent.string, needs: size, free: free)]
        } catch {
            return [.noStorage(volume, reason: "\(error)")]
        }
    }
}

extension Host {
    /// Whether a program is on `PATH`, or a file there.
    func has(_ tool: HostTool) -> Bool {
        if let path = HostPath(tool.name) { return root.exists(path) }
        return SubprocessRunner.path.split(separator: ":").contains { directory in
            HostPath("\(directory)/\(tool.name)").map { access(root.path($0).string, X_OK) == 0 } ?? false
        }
    }
}
