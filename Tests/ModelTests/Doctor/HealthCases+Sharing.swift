import Formats
import Model

private let disk = "disk = [\"format=raw,vdev=xvda,access=rw,target=/dev/vg/web\"]\n"
private let reader = "disk = [\"format=raw,vdev=xvda,access=ro,target=/dev/vg/web\"]\n"
private let address = "vif = [\"mac=00:16:3e:00:00:01\"]\n"

extension HealthCase {
    static let sharing = [
        HealthCase(
            "disks-shared", "guests that take turns", .warning,
            "/dev/vg/web is a disk of guests web (writes), db (reads)"
        ) { $0.specification.guests = [.named("web", disk), .named("db", reader)] },
        HealthCase(
            "disks-shared", "both start with the host", .error,
            "/dev/vg/web is a disk of guests web (writes), db (writes)"
        ) { $0.specification.guests = [.named("web", disk, auto: true), .named("db", disk, auto: true)] },
        HealthCase(
            "macs-shared", "a copied file", .warning, "00:16:3e:00:00:01 is the MAC address of guests web, db"
        ) { $0.specification.guests = [.named("web", address), .named("db", address)] },
        HealthCase(
            "memory-overcommitted", "too many guests", .warning,
            "the 2 guests that start with the host need 3072 MiB, dom0 has 1024 MiB, and the host 4000 MiB"
        ) { facts in
            facts.host.totalMemory = 4000
            facts.specification.guests = [
                .named("web", "memory = 2048\n", auto: true), .named("db", "memory = 1024\n", auto: true),
                .named("rare", "memory = 9000\n"),
            ]
        },
        HealthCase(
            "saved-readable", "by xl save", .warning,
            "/var/lib/xen/save/web is a saved domain that others than root may read"
        ) { $0.guests.readableSaves = .seen(["/var/lib/xen/save/web"]) },
        HealthCase(
            "userdata-stale", "a crash of the host", .warning,
            "2 files are of domains that are not there, the first: /var/lib/xen/userdata-d.4.a"
        ) { $0.guests.staleUserData = .seen(["/var/lib/xen/userdata-d.4.a", "/var/lib/xen/userdata-d.4.b"]) },
        HealthCase(
            "userdata-stale", "one file", .warning, "/var/lib/xen/userdata-d.4.a is of a domain that is not there"
        ) { $0.guests.staleUserData = .seen(["/var/lib/xen/userdata-d.4.a"]) },
    ]
}

extension QuietCase {
    static let quietSharing = [
        QuietCase("disks-shared", "a medium that all read") {
            $0.specification.guests = [.named("web", reader), .named("db", reader)]
        },
        QuietCase("disks-shared", "disks of another domain's") {
            let other = "disk = [\"backend=nas,vdev=xvda,access=rw,target=/dev/vg/web\"]\n"
            $0.specification.guests = [.named("web", other), .named("db", disk)]
        },
        QuietCase("macs-shared", "addresses that xl makes up") {
            let zero = "vif = [\"mac=00:00:00:00:00:00\"]\n"
            $0.specification.guests = [.named("web", zero), .named("db", zero)]
        },
        QuietCase("memory-overcommitted", "guests that are started by hand") { facts in
            facts.host.totalMemory = 4000
            facts.specification.guests = [.named("web", "memory = 9000\n")]
        },
        QuietCase("memory-overcommitted", "a host that fits") { facts in
            facts.host.totalMemory = 2048
            facts.specification.guests = [.named("web", "memory = 1024\n", auto: true)]
        },
    ]
}
