/// What a host and its guests should be: all of `/etc/reeve`.
package struct Specification: Sendable, Equatable {
    package var host: HostSpecification
    /// In the order of their names.
    package var guests: [GuestSpecification]

    package init(host: HostSpecification = HostSpecification(), guests: [GuestSpecification] = []) {
        self.host = host
        self.guests = guests
    }
}

/// What a specification comes to on a machine with certain facts.
package struct Rendering: Sendable, Equatable {
    package var tree: DesiredTree
    /// What no file tells: costs, what the next boot changes, what is left to the admin.
    ///
    /// Sentences, lower case, no full stop.
    package var notes: [String]
    /// Files of the admin's that say otherwise: nothing is done while there is one.
    package var obstacles: [Plan.Obstacle]

    package init(tree: DesiredTree = [:], notes: [String] = [], obstacles: [Plan.Obstacle] = []) {
        self.tree = tree
        self.notes = notes
        self.obstacles = obstacles
    }
}
