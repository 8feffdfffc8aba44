/// A process that is an xl which stays with a domain.
package struct MonitorSighting: Sendable, Equatable {
    package var pid: Int32
    /// In clock ticks since the boot: with the pid, it means one process.
    package var started: UInt64
    package var command: String
    package var watched: Watched
    package var keeper: Keeper

    /// Which domain it stays with.
    package enum Watched: Sendable, Equatable {
        /// By its log, which names the domain each time that it made one.
        case domid(Int)
        /// By the log's own name, or the file that it was given: somebody may have renamed the domain since.
        case name(String)
        case unknown
    }

    /// Whose process it is, by its control group.
    package enum Keeper: Sendable, Equatable {
        /// A login, a terminal, or nobody any more.
        case nobody
        /// A unit of a guest.
        case guest(String)
        /// A service that leaves it behind, as xendomains does, or that it was only typed in.
        case bystander(String)
        /// A service whose work the domain is: it ends, or acts, when the process ends.
        case service(String)
    }

    package init(pid: Int32, started: UInt64, command: String, watched: Watched, keeper: Keeper) {
        self.pid = pid
        self.started = started
        self.command = command
        self.watched = watched
        self.keeper = keeper
    }
}

/// What systemd says of a service in whose control group a process is.
package struct ServiceFacts: Sendable, Equatable {
    package var mainPID: Int32
    /// `oneshot`, `forking`, `simple` and so on.
    package var type: String

    package init(mainPID: Int32, type: String) {
        self.mainPID = mainPID
        self.type = type
    }
}

extension MonitorSighting.Keeper {
    /// By the last unit in a path of /proc/PID/cgroup; `facts` are what systemd says of that unit.
    ///
    /// A oneshot service that starts a domain also stops it, when the host does; xendomains is one, which Reeve holds back
    /// where it keeps guests itself.
    package init(unit: String?, pid: Int32, facts: ServiceFacts?) {
        guard let unit, unit.hasSuffix(".service") else {
            self = .nobody
            return
        }
        if unit.hasPrefix("reeve-guest@") {
            self = .guest(unit)
        } else if unit == "xendomains.service" {
            self = .bystander(unit)
        } else if let facts, facts.type != "oneshot", facts.mainPID != pid {
            self = .bystander(unit)
        } else {
            self = .service(unit)
        }
    }
}

/// Why nobody can be ended in a domain's favour.
package enum MonitorObstacle: Error, Sendable, Equatable, CustomStringConvertible {
    case service(String, GuestName, pid: Int32)
    case otherGuest(String, GuestName, pid: Int32)
    /// Nobody knows whom they watch.
    case doubtful(String)

    package var description: String {
        switch self {
        case .service(let unit, let name, let pid):
            "\(unit) keeps \"\(name)\" (its xl has pid \(pid)): to end that may end the guest. Disable it, stop the guest with it, and start it with \"reeve guest start\" from a file in /etc/reeve/guests"
        case .otherGuest(let unit, let name, let pid):
            "pid \(pid) of \(unit) watches \"\(name)\": see \"systemctl status \(unit)\""
        case .doubtful(let words): words
        }
    }
}

/// Which processes make a domain again when it reboots, beside its unit; one pure function.
/// ```
///  the process watches         it belongs to               decision
///  another domain                                          left alone
///  nobody knows, or a name     a unit of a guest           left alone
///  that no domain has          anything else               left alone, and told
///  this domain                 the guest's own unit        left alone: it is ours
///  this domain                 another guest's unit        refuse
///  this domain                 a login, or nobody          end it
///  this domain                 a bystander                 end it
///  this domain                 a service of its own        refuse
/// ```
package struct ForeignMonitors: Sendable, Equatable {
    package private(set) var ended: [MonitorSighting] = []
    package private(set) var obstacles: [MonitorObstacle] = []
    /// Of whom it is not known which domain they watch.
    package private(set) var doubtful: [MonitorSighting] = []

    /// `names` are those of all domains.
    package init(of name: GuestName, domid: Int, among sightings: [MonitorSighting], names: [String]) {
        for sighting in sightings {
            switch Self.isThis(sighting.watched, name, domid, names) {
            case false?: continue
            case true?: decide(sighting, name)
            case nil:
                if case .guest = sighting.keeper { continue }
                doubtful.append(sighting)
            }
        }
    }

    /// `nil` where nobody knows.
    private static func isThis(
        _ watched: MonitorSighting.Watched, _ name: GuestName, _ domid: Int, _ names: [String]
    ) -> Bool? {
        switch watched {
        case .domid(let other): other == domid
        case .name(name.text): true
        case .name(let other): names.contains(other) ? false : nil
        case .unknown: nil
        }
    }

    private mutating func decide(_ sighting: MonitorSighting, _ name: GuestName) {
        switch sighting.keeper {
        case .guest(name.unit): break
        case .guest(let unit): obstacles.append(.otherGuest(unit, name, pid: sighting.pid))
        case .nobody, .bystander: ended.append(sighting)
        case .service(let unit): obstacles.append(.service(unit, name, pid: sighting.pid))
        }
    }

    /// What to tell of those whom nobody knows; `nil` when there are none.
    package var doubt: String? {
        guard !doubtful.isEmpty else { return nil }
        let processes = doubtful.map { "pid \($0.pid) (\($0.command))" }.joined(separator: ", ")
        return
            "\(processes) may watch this domain, and make it again beside Reeve: end it yourself (kill \(doubtful.map { String($0.pid) }.joined(separator: " "))) if it does; the domain runs on"
    }
}
