import XenStore

/// A xenstored that has some nodes and answers what is read and listed.
final class MemoryStore: Transport {
    private let nodes: [String: [UInt8]]
    private var received: ArraySlice<UInt8> = []
    private var answers: [UInt8] = []

    init(_ nodes: [String: [UInt8]]) {
        self.nodes = nodes
    }

    /// A connection to a store with nodes of text.
    static func connection(_ nodes: [String: String]) -> StoreConnection {
        StoreConnection(MemoryStore(nodes.mapValues { Array($0.utf8) }), limit: .seconds(5))
    }

    func send(_ bytes: [UInt8], before deadline: Deadline) throws(StoreError) {
        received += bytes
        while let frame = try Frame.take(from: &received) {
            let path = String(decoding: frame.payload.prefix { $0 != 0 }, as: UTF8.self)
            let content = frame.operation == .directory ? list(path) : nodes[path]
            let answer =
                content.map { Frame(frame.operation, request: frame.request, payload: $0) }
                ?? Frame(.error, request: frame.request, payload: Array("ENOENT\0".utf8))
            answers += answer.bytes
        }
    }

    func receive(before deadline: Deadline) throws(StoreError) -> [UInt8] {
        defer { answers = [] }
        guard !answers.isEmpty else { throw .timedOut(after: deadline.limit) }
        return answers
    }

    /// The names below a path, each with a NUL; `nil` where there is nothing.
    private func list(_ path: String) -> [UInt8]? {
        let below = nodes.keys.filter { $0.hasPrefix(path + "/") }
        guard !below.isEmpty || nodes[path] != nil else { return nil }
        let names = Set(below.compactMap { $0.dropFirst(path.count + 1).split(separator: "/").first })
        return names.sorted().flatMap { Array($0.utf8) + [0] }
    }
}
