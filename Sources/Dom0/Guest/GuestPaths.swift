package import Model

/// Where a guest's files are.
package struct GuestPaths: Sendable, Equatable {
    package let name: GuestName

    package init(_ name: GuestName) {
        self.name = name
    }

    /// Readable by root alone: recipes may hold passwords.
    package static let runDirectory: HostPath = "/run/reeve/guests"
    package static let stateDirectory: HostPath = "/var/lib/reeve/guests"
    /// Held while a guest says what it will write to.
    package static let claimLock: HostPath = "/run/reeve/claims.lock"
    /// Files whose locks are the slots for building a guest.
    package static let slotDirectory: HostPath = "/run/reeve/slots"
    /// For root alone: a guest's memory holds everything that the guest knows.
    package static let imageDirectory: HostPath = "/var/lib/reeve/images"
    package static let consoleDirectory: HostPath = "/var/log/xen/console"
    package static let dumpDirectory: HostPath = "/var/lib/xen/dump"

    /// What xl is given.
    package var recipe: HostPath { Self.runDirectory / "\(name).cfg" }
    /// What `prepare` fixed for this run (``GuestRun``).
    package var run: HostPath { Self.runDirectory / "\(name).json" }
    /// The FIFO by which `wait` lets `run` go.
    package var gate: HostPath { Self.runDirectory / "\(name).go" }
    package var lock: HostPath { Self.runDirectory / "\(name).lock" }
    /// Held while what is known of the guest's migration changes.
    package var moveLock: HostPath { Self.runDirectory / "\(name).move" }
    /// Held by what sends the guest to another host, as long as it lives.
    package var sendLock: HostPath { Self.runDirectory / "\(name).send" }
    /// What is told to the host that the guest is being sent to.
    package var offer: HostPath { Self.runDirectory / "\(name).offer" }
    /// Held by what receives the guest from another host, as long as it lives.
    package var receiveLock: HostPath { Self.runDirectory / "\(name).receive" }
    /// What outlives the run (``GuestRecord``).
    package var record: HostPath { Self.stateDirectory / "\(name).json" }
    /// The guest's saved memory, which is good only while its record says so (``SavedImage``).
    package var image: HostPath { Self.imageDirectory / "\(name).image" }
    /// The same while it is written.
    package var imageDraft: HostPath { Self.imageDirectory / "\(name).image.new" }
    /// What the guest ran by when it was saved.
    package var imageRecipe: HostPath { Self.imageDirectory / "\(name).cfg" }
    /// What xenconsoled writes of the guest's console, when it is told to (`--log=guest`).
    package var consoleLog: HostPath { Self.consoleDirectory / "guest-\(name).log" }
    /// The same of a guest that came from another host, up to its next boot: xenconsoled names the file when the domain
    /// appears, and xl gives that its name later (xl_migrate.c).
    var arrivedConsoleLog: HostPath { Self.consoleDirectory / "guest-\(name)--incoming.log" }

    /// The file that libxl writes last when it builds a domain (libxl_create.c, libxl_dom.c).
    package static func builtMark(domid: Int, uuid: GuestUUID) -> HostPath {
        userData("libxl-json", domid: domid, uuid: uuid)
    }

    /// What a toolstack keeps with a domain, under a name of its own (libxl_userdata_store).
    static func userData(_ kind: String, domid: Int, uuid: GuestUUID) -> HostPath {
        "/var/lib/xen" / "userdata-d.\(domid).\(uuid).\(kind)"
    }
}
