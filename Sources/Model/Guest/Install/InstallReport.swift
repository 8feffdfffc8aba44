/// How far the installation of a guest is, as commands show it.
package struct InstallReport: Sendable, Equatable, Codable {
    package var phase: InstallState.Phase
    /// How often the installer was begun.
    package var attempt: Int
    /// Since when, in seconds since 1970; `nil` when it never began.
    package var at: Int64?
    package var detail: String?

    package init(_ phase: InstallState.Phase, attempt: Int = 0, at: Int64? = nil, detail: String? = nil) {
        self.phase = phase
        self.attempt = attempt
        self.at = at
        self.detail = detail
    }

    /// `nil` for a guest that Reeve does not install.
    ///
    /// An installer that was begun in another boot of the host does not run any more, although nobody recorded its end yet.
    package init?(_ record: GuestRecord?, isInstallable: Bool, bootID: String?) {
        var record = record
        if let bootID, let open = record, open.hasOpenInstall(bootID: bootID), open.run?.bootID != bootID {
            record = open.lost(at: open.install?.at ?? 0, bootID: bootID)
        }
        guard let phase = InstallState.phase(of: record, isInstallable: isInstallable) else { return nil }
        let state = record?.install
        self.init(phase, attempt: state?.attempt ?? 0, at: state?.at, detail: state?.detail)
    }

    /// What is worth saying of it; `nil` when it is over and well.
    package var words: String? {
        switch phase {
        case .defined: "not installed yet"
        case .installing: attempt > 1 ? "being installed, attempt \(attempt)" : "being installed"
        case .installed: "installed"
        case .failed, .interrupted, .unverified:
            "its installation \(phase.words)\(detail.map { ": \($0)" } ?? "")"
        case .steady: nil
        }
    }
}
