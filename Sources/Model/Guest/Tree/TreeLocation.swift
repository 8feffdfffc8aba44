/// Where an install tree is: on a web server, or in a directory of dom0.
package enum TreeLocation: Sendable, Hashable, CustomStringConvertible {
    /// Without a slash at its end.
    case url(String)
    case directory(HostPath)

    /// Why a text is no location; the sentence says what to write instead.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    package init(_ text: String) throws(Fault) {
        if let directory = HostPath(text) {
            self = .directory(directory)
            return
        }
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else {
            throw Fault(description: "\"\(text)\" is neither an http or https URL nor an absolute path")
        }
        let rest = text.dropFirst(scheme.count)
        guard rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"\"\\<>^`{|}".utf8.contains($0) }),
            let host = rest.split(separator: "/", omittingEmptySubsequences: false).first, !host.isEmpty
        else { throw Fault(description: "\"\(text)\" is no URL; write it percent-encoded, as http://HOST/PATH") }
        // It would stand in the guest's file, on command lines and in logs.
        guard !host.contains("@") else {
            throw Fault(description: "the URL has a user name or a password in it; use a mirror that asks for none")
        }
        guard !rest.contains("?"), !rest.contains("#") else {
            throw Fault(
                description: "\"\(text)\" is not the URL of a directory; leave out what begins with \"?\" or \"#\"")
        }
        guard !rest.split(separator: "/").contains("..") else {
            throw Fault(description: "\"\(text)\" has \"..\" in it; write where it leads")
        }
        var text = text
        while text.hasSuffix("/") { text.removeLast() }
        self = .url(text)
    }

    package var description: String {
        switch self {
        case .url(let text): text
        case .directory(let path): path.string
        }
    }

    /// Whether nobody on the way can change what comes from there.
    package var isAuthenticated: Bool {
        switch self {
        case .url(let text): text.hasPrefix("https://")
        case .directory: true
        }
    }

    /// A place below this one.
    package static func / (left: TreeLocation, path: String) -> TreeLocation {
        switch left {
        case .url(let text): .url("\(text)/\(path)")
        case .directory(let directory): .directory(directory / path)
        }
    }

    /// The location that the text of another stands for, of the same kind.
    func replaced(by text: some StringProtocol) -> TreeLocation {
        switch self {
        case .url: .url(String(text))
        case .directory: .directory(HostPath(String(text)) ?? "/")
        }
    }
}
