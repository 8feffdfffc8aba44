import Lab
import Testing

@Suite(.lab) struct `a disk that appears late` {
    @Test(arguments: Laboratory.suites)
    func `is waited for by the guest that needs it`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .lateDisk) { host in
            let batch = LabHost.unit("batch")
            try await host.succeed("reeve", "guest", "stop", "batch")
            try await host.succeed("lvchange", "--activate", "n", "storage/batch")
            try await eventually("the volume is gone", within: .seconds(60)) {
                try await host.state(of: "dev-storage-batch.device") == "inactive"
            }

            try await host.succeed("systemctl", "--no-block", "start", batch)
            try await host.succeed("sleep", "20")
            try require(try await host.state(of: batch) == "inactive")
            try require(try await host.succeed("systemctl", "list-jobs", "--no-legend").contains(batch))
            try require(try await host.domains()["batch"] == nil)

            try await host.succeed("lvchange", "--activate", "y", "storage/batch")
            try await eventually("batch runs", within: .seconds(180)) {
                try await host.state(of: batch) == "active"
            }
            try require(try await host.domains()["batch"] != nil)
        }
    }
}
