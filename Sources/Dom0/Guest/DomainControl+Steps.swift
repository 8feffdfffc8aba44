import Formats
package import Model

extension DomainControl {
    /// Does something to a running domain; a guest that does not take part keeps it from being done.
    ///
    /// Source: xl(1), "mem-set", "vcpu-set", "block-attach", "cd-insert", "network-attach".
    package func carryOut(_ step: GuestDrift.Step, on domid: Int) async throws {
        let domain = String(domid)
        switch step {
        case .memory(let size): try await xl("mem-set", domain, "\(size)m")
        case .vcpus(let count): try await xl("vcpu-set", domain, String(count))
        case .attachDisk(let element, _): try await xl("block-attach", domain, element)
        case .detachDisk(let device): try await xl("block-detach", domain, device.text)
        case .changeMedium(let device, let target?, _): try await xl("cd-insert", domain, device.text, target)
        case .changeMedium(let device, nil, _): try await xl("cd-eject", domain, device.text)
        case .attachInterface(let element, _):
            // Each of its settings is an argument there.
            let settings = element.split(separator: ",").map { String($0.drop { $0 == " " }) }
            try await xl(["network-attach", domain] + settings)
        case .detachInterface(let mac): try await xl("network-detach", domain, mac.text)
        }
    }

    private func xl(_ arguments: String...) async throws { try await xl(arguments) }

    /// Longer than libxl waits for a device (libxl_internal.h: 10 s for a backend, 40 s for its script).
    private func xl(_ arguments: [String]) async throws {
        let command = Command(xl.string, arguments: arguments)
        let result = try await host.runner.run(command, timeout: .seconds(120))
        guard result.succeeded else {
            var evidence = StartEvidence()
            evidence.add(result.errors, from: .xl)
            guard let complaint = evidence.complaint else { throw CommandError.failed(command, result) }
            throw GuestError.ended(complaint)
        }
    }
}
