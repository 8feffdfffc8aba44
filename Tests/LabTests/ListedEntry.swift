import FoundationEssentials
import Lab

/// An entry, as `reeve boot list --json` tells it.
struct ListedEntry: Decodable {
    struct Failure: Decodable { var reasons: [String] }

    var id: String
    var hypervisor: String
    var standing: [String]
    var hasToolstack: Bool
    var failure: Failure?

    static func all(on host: LabHost) async throws -> [ListedEntry] {
        struct List: Decodable { var entries: [ListedEntry] }
        let text = try await host.succeed("reeve", "boot", "list", "--json")
        return try JSONDecoder().decode(List.self, from: Data(text.utf8)).entries
    }
}
