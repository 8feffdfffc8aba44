import Lab
import Testing

@Suite(.lab) struct `a guest that is changed` {
    @Test(arguments: Laboratory.suites)
    func `has memory, a disk and an interface at once, and what must wait is told`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept, long: .change) { host in
            let file = "/etc/xen/db.cfg"
            let domid = try require(try await host.domains()["db"])
            let original = try await host.succeed("cat", file)
            try await host.succeed("truncate", "--size=16M", "/srv/data.img")
            let said = try await host.succeed(
                "reeve", "guest", "set", "db", "memory=112", "disk+=/srv/data.img,raw,xvdb,rw", "vif+=bridge=xenbr0",
                "extra=console=hvc0 guest=db quiet")
            try require(said.contains("db has 112 MiB of memory now\n"), said)
            try require(said.contains("db has disk xvdb now\n"), said)
            try require(said.contains("\nextra: from the next boot of db on"), said)
            for device in ["vbd/\(domid)/51728", "vif/\(domid)/0"] {
                try await eventually("\(device) is connected", within: .seconds(60)) {
                    try await host.run("xenstore-read", "/local/domain/0/backend/\(device)/state").text == "4"
                }
            }
            try await eventually("the guest has given memory back", within: .seconds(60)) {
                let row = try await host.succeed("xl", "list", "db").split(separator: "\n").last ?? ""
                return row.split(separator: " ").dropFirst(2).first == "112"
            }
            try require(try await host.succeed("reeve", "status").contains("its file says otherwise"), "no drift")

            // The same domain all the time; and the way back is as short.
            try await host.succeed(
                "reeve", "guest", "set", "db", "memory=128", "disk-=xvdb", "vif-=0", "extra=console=hvc0 guest=db")
            try require(try await host.domains()["db"] == domid)
            try require(try await host.run("ls", "/sys/class/net/vif\(domid).0").succeeded == false)
            try require(try await host.succeed("losetup", "--associated", "/srv/data.img") == "")
            try require(
                !(try await host.succeed("reeve", "status").contains("its file says otherwise")), "drift is left")
            let now = try await host.succeed("cat", file)
            try require(now.split(separator: "\n").prefix(7) == original.split(separator: "\n").prefix(7), now)
        }
    }
}
