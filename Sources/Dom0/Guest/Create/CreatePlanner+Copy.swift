import Formats
import Model

extension CreatePlanner {
    /// Decides how a guest is copied, or finds all that is in the way.
    func copy(
        of original: GuestName, _ request: CreateRequest, _ look: CreateLook, domains: [DomainSighting],
        others: [GuestSpecification]
    ) async -> Outcome {
        var look = look
        guard let guest = others.first(where: { $0.name == original }) else {
            look.obstacles.append(.noGuest(original, existing: others.map(\.name).sorted()))
            return Outcome(plan: nil, obstacles: look.obstacles)
        }
        if !request.takesSnapshot { look.rest(guest, domains) }
        var reading = ConfigurationReading(root: host.root)
        let definition = reading.document(configuration / "guests" / "\(original).cfg")
        let sidecar = reading.document(configuration / "guests" / "\(original).reeve")
        guard let definition, !reading.diagnostics.contains(where: { $0.severity == .error }) else {
            look.obstacles.append(.hasErrors(original))
            return Outcome(plan: nil, obstacles: look.obstacles)
        }
        var steps: [CreatePlan.Step] = []
        do {
            var clone = try GuestClone(of: guest, as: request.name, on: request.storage)
            steps =
                request.takesSnapshot
                ? await snapshots(&clone, &look) : await copies(clone, request, &look)
            let text = try clone.text(of: GuestFiles(definition: definition, sidecar: sidecar))
            steps.append(.define(configuration / "guests" / "\(request.name).cfg", text))
        } catch let obstacle as CreateObstacle {
            look.obstacles.append(obstacle)
        } catch {
            look.obstacles.append(.unwritable("\(error)"))
        }
        guard look.obstacles.isEmpty else { return Outcome(plan: nil, obstacles: look.obstacles) }
        return Outcome(plan: CreatePlan(request.name, isInstalled: false, steps: steps), obstacles: [])
    }

    private func copies(
        _ clone: GuestClone, _ request: CreateRequest, _ look: inout CreateLook
    ) async -> [CreatePlan.Step] {
        if !host.has(.qemuImg) { look.obstacles.append(.noTool(.qemuImg, purpose: "copying a disk")) }
        let sizes = clone.disks.map { look.size(of: $0.source, format: $0.format) }
        // All of them have to find room together.
        let sum = Bytes(sizes.reduce(0) { $0 + ($1?.count ?? 0) })
        var steps: [CreatePlan.Step] = []
        for (disk, size) in zip(clone.disks, sizes) {
            look.obstacles += await storage(disk.volume, request, size: sum)
            guard let size else { continue }
            steps.append(.make(disk.volume, size: size))
            steps.append(.convert(disk.source, format: disk.format, into: disk.volume, size: size))
        }
        return steps
    }

    /// Puts the copy's volumes into the pools of the original's.
    private func snapshots(_ clone: inout GuestClone, _ look: inout CreateLook) async -> [CreatePlan.Step] {
        guard host.has(.lvcreate) else {
            look.obstacles.append(.noTool(.lvcreate, purpose: "--snapshot"))
            return []
        }
        var steps: [CreatePlan.Step] = []
        for index in clone.disks.indices {
            let source = clone.disks[index].source
            do {
                guard let place = try await volumes.pool(of: source) else {
                    look.obstacles.append(.notThin(source))
                    continue
                }
                let name = index == 0 ? clone.name.text : "\(clone.name)-\(index)"
                let volume = Volume.thin(group: place.group, pool: place.pool, name: name)
                if try await volumes.exists(volume) { look.obstacles.append(.exists(volume)) }
                clone.disks[index].volume = volume
                steps.append(.snapshot(of: source, volume))
            } catch {
                look.obstacles.append(.noFile("--snapshot", source, reason: "\(error)"))
            }
        }
        return steps
    }
}

extension CreateLook {
    /// A guest that is copied must not run: what it writes meanwhile would be in the copy by halves.
    mutating func rest(_ guest: GuestSpecification, _ domains: [DomainSighting]) {
        let uuid = host.root.line("/etc/machine-id").map { guest.uuid(host: $0) }
        for domain in domains where domain.name == guest.name.text || domain.uuid == uuid {
            obstacles.append(.runs(guest.name, domid: domain.domid))
        }
    }
}
