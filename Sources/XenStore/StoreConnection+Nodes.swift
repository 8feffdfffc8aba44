package import Formats

extension StoreConnection {
    /// The value of a node; `nil` when there is none.
    package func read(_ path: StorePath, in transaction: TransactionID = .none) throws(StoreError) -> GuestBytes? {
        try read([path], in: transaction).first ?? nil
    }

    /// The values of many nodes, asked for at once; `nil` for those that are not there.
    package func read(_ paths: [StorePath], in transaction: TransactionID = .none) throws(StoreError) -> [GuestBytes?] {
        var values: [GuestBytes?] = []
        for answer in try exchange(paths.map { .read($0, in: transaction) }) {
            values.append(try answer.payloadIfPresent().map(GuestBytes.init))
        }
        return values
    }

    /// The names of the nodes below a node; `nil` when there is no such node.
    package func list(_ path: StorePath, in transaction: TransactionID = .none) throws(StoreError) -> [String]? {
        try list([path], in: transaction).first ?? nil
    }

    /// The names below many nodes, asked for at once; `nil` for those that are not there.
    package func list(_ paths: [StorePath], in transaction: TransactionID = .none) throws(StoreError) -> [[String]?] {
        var lists: [[String]?] = []
        for (path, answer) in zip(paths, try exchange(paths.map { .directory($0, in: transaction) })) {
            if case .refused(.tooBig, _) = answer {
                lists.append(try listInParts(path, in: transaction))
            } else if let payload = try answer.payloadIfPresent() {
                lists.append(try names(payload, of: path))
            } else {
                lists.append(nil)
            }
        }
        return lists
    }

    /// Sets a value, and makes the node and those above it where they are missing.
    package func write(
        _ path: StorePath, _ value: [UInt8], in transaction: TransactionID = .none
    ) throws(StoreError) {
        try order(StoreRequest(.write, [path.string], then: value, in: transaction))
    }

    /// Makes an empty node; one that is there stays as it is.
    package func makeDirectory(_ path: StorePath, in transaction: TransactionID = .none) throws(StoreError) {
        try order(StoreRequest(.makeDirectory, [path.string], in: transaction))
    }

    /// Removes a node and all below it; nothing happens when it is not there, but the node above it is.
    package func remove(_ path: StorePath, in transaction: TransactionID = .none) throws(StoreError) {
        try order(StoreRequest(.remove, [path.string], in: transaction))
    }

    /// Who may do what with a node; the first entry is the owner's, and what all others may.
    package func permissions(
        of path: StorePath, in transaction: TransactionID = .none
    ) throws(StoreError) -> [StorePermission]? {
        let request = StoreRequest(.getPermissions, [path.string], in: transaction)
        guard let payload = try one(request).payloadIfPresent() else { return nil }
        var permissions: [StorePermission] = []
        for text in try texts(payload, of: request) {
            guard let permission = StorePermission(text) else {
                throw .malformedAnswer(.getPermissions, subject: path.string)
            }
            permissions.append(permission)
        }
        return permissions
    }

    /// `/local/domain/N`: computed by xenstored, whether the domain runs or not.
    package func path(of domain: DomainID) throws(StoreError) -> StorePath {
        let request = StoreRequest(.getDomainPath, [domain.description])
        guard let text = try texts(try one(request).required(), of: request).first, let path = StorePath(text) else {
            throw .malformedAnswer(.getDomainPath, subject: request.subject)
        }
        return path
    }

    /// Whether xenstored serves the domain: from its creation by the toolstack until it is destroyed.
    package func isIntroduced(_ domain: DomainID) throws(StoreError) -> Bool {
        let request = StoreRequest(.isDomainIntroduced, [domain.description])
        switch try texts(try one(request).required(), of: request) {
        case ["T"]: return true
        case ["F"]: return false
        default: throw .malformedAnswer(.isDomainIntroduced, subject: request.subject)
        }
    }

    /// For a list that does not fit into one message: piece by piece, and again when the node changed meanwhile.
    private func listInParts(_ path: StorePath, in transaction: TransactionID) throws(StoreError) -> [String]? {
        for _ in 1...10 {
            var generation: ArraySlice<UInt8>?
            var list: [UInt8] = []
            while true {
                let request = StoreRequest(.directoryPart, [path.string, String(list.count)], in: transaction)
                guard let payload = try one(request).payloadIfPresent() else { return nil }
                guard let end = payload.firstIndex(of: 0) else {
                    throw .malformedAnswer(.directoryPart, subject: path.string)
                }
                guard generation == nil || generation == payload[..<end] else { break }
                generation = payload[..<end]
                let part = payload[(end + 1)...]
                // The last piece ends with an empty name. No name at all would make this loop endless.
                guard let last = part.last, last == 0 else {
                    throw .malformedAnswer(.directoryPart, subject: path.string)
                }
                let isLast = part.count == 1 || part.dropLast().last == 0
                list += isLast ? part.dropLast() : part
                if isLast { return try names(list, of: path) }
            }
        }
        throw .conflicts(attempts: 10)
    }

    private func names(_ payload: [UInt8], of path: StorePath) throws(StoreError) -> [String] {
        let names = try texts(payload, of: .directory(path))
        guard names.allSatisfy({ path.appending($0) != nil }) else {
            throw .malformedAnswer(.directory, subject: path.string)
        }
        return names
    }
}

extension StoreConnection {
    func one(_ request: StoreRequest) throws(StoreError) -> StoreAnswer {
        guard let answer = try exchange([request]).first else {
            preconditionFailure("an exchange of one request has one answer")
        }
        return answer
    }

    /// For requests whose answer says nothing but `OK`.
    func order(_ request: StoreRequest) throws(StoreError) {
        guard try texts(try one(request).required(), of: request) == ["OK"] else {
            throw .malformedAnswer(request.operation, subject: request.subject)
        }
    }

    /// Texts that each end with a NUL.
    func texts(_ payload: [UInt8], of request: StoreRequest) throws(StoreError) -> [String] {
        guard !payload.isEmpty else { return [] }
        guard payload.last == 0, String(validating: payload, as: UTF8.self) != nil else {
            throw .malformedAnswer(request.operation, subject: request.subject)
        }
        return payload.dropLast().split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

/// One entry of a node's access list.
package struct StorePermission: Sendable, Equatable {
    package enum Access: Character, Sendable { case none = "n", read = "r", write = "w", both = "b" }

    package let access: Access
    package let domain: DomainID

    package init(_ access: Access, _ domain: DomainID) {
        self.access = access
        self.domain = domain
    }

    /// As in `r0`.
    init?(_ text: String) {
        guard let letter = text.first, let access = Access(rawValue: letter), let domain = DomainID(text.dropFirst())
        else { return nil }
        self.init(access, domain)
    }
}
