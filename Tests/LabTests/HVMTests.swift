import Lab
import Testing

@Suite(.lab) struct `an HVM guest` {
    @Test(arguments: Laboratory.suites)
    func `is started with a QEMU for its disk, is seen to be ready, and stops cleanly`(
        _ suite: DebianSuite
    ) async throws {
        try await Laboratory.host(suite, from: .kept, long: .hvm) { host in
            try await HVMGuest.declare(on: host)
            let listed = try await host.succeed("reeve", "status")
            try require(listed.contains("hvm") && !listed.contains("cannot be started"), listed)
            try await HVMGuest.start(on: host)
            try await HVMGuest.stop(on: host)
        }
    }
}
