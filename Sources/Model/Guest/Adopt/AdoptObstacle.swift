/// Why a domain is not made a guest; the description is the sentence for the user.
///
/// All are found before anything is written.
package enum AdoptObstacle: Error, Sendable, Equatable, CustomStringConvertible {
    case dom0
    case noDomain(String, existing: [String])
    case ended(domid: Int, ShutdownReason)
    case dying(domid: Int)
    case notBuilt(domid: Int)
    case badName(domid: Int, String, reason: String)
    case migrating(domid: Int, String)
    case stub(domid: Int, of: Int)
    case libvirt(domid: Int, GuestName, HostPath)
    /// A guest has the domain's UUID already.
    case guest(GuestName, domid: Int)
    case nameTaken(GuestName, HostPath, leadsTo: HostPath?)
    case twice(GuestUUID, domids: [Int])
    case unreadable(String)
    /// What the domain has, and xl would not give it by the file.
    case lost([AdoptionProof.Difference])
    case refusedByXL(String)
    /// The file is wrong by Reeve's own judgement.
    case faulty(String)
    case monitor(MonitorObstacle)

    package var description: String {
        switch self {
        case .dom0: "domain 0 is this host itself: /etc/reeve/host.conf says how it is"
        case .noDomain(let asked, let existing):
            "there is no domain \"\(asked)\"; "
                + (existing.isEmpty ? "none runs" : "domains: \(existing.joined(separator: ", "))")
        case .ended(let domid, let reason):
            "domain \(domid) \(reason.words) and is only kept: \"xl destroy \(domid)\" frees it, its file in /etc/xen can be linked to /etc/reeve/guests"
        case .dying(let domid): "domain \(domid) was destroyed, and is on its way out"
        case .notBuilt(let domid):
            "domain \(domid) is being built, or whoever built it died: see \"xl list\", and try again when it runs"
        case .badName(let domid, let name, let reason):
            "domain \(domid) is called \"\(name)\", and \(reason): \"xl rename \(domid) NEWNAME\" gives it another name"
        case .migrating(let domid, let name):
            "domain \(domid) is called \"\(name)\": it is being migrated, or that was broken off"
        case .stub(let domid, let other):
            "domain \(domid) runs the device model of domain \(other): adopt that one"
        case .libvirt(let domid, let name, let file):
            "domain \(domid) is libvirt's (\(file)): \"virsh --connect xen:/// domxml-to-native xen-xl --domain \(name)\" prints what belongs into /etc/reeve/guests/\(name).cfg; "
                + "then \"virsh undefine\" it, and \"virsh shutdown\" it once"
        case .guest(let name, let domid):
            "domain \(domid) is guest \"\(name)\" already: \"reeve guest start \(name)\" adopts it, if its unit does not watch it yet"
        case .nameTaken(let name, let file, let target):
            "\(file)\(target.map { ", a link to \($0)," } ?? "") is there already, for a guest of another UUID: \"xl rename\" the domain, or \"reeve guest delete \(name)\" first"
        case .twice(let uuid, let domids):
            "domains \(domids.map(String.init).joined(separator: ", ")) have the same UUID \(uuid): destroy all but one"
        case .unreadable(let reason): reason
        case .lost(let differences):
            "by its new file the domain would not be the same at its next start:\n"
                + differences.map { "  \($0)" }.joined(separator: "\n")
                + "\nif a value may go, say so by its path, as with --leave-out \(differences.first?.path ?? "PATH")"
        case .refusedByXL(let reason): "xl does not take the file that was written for it: \(reason)"
        case .faulty(let reason): "the file that was written for it is not right: \(reason)"
        case .monitor(let obstacle): obstacle.description
        }
    }
}
