import Lab
import Testing

@Suite(.lab) struct `what the doctor finds` {
    @Test(arguments: Laboratory.suites)
    func `a healthy host has no finding`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            let doctor = try await host.run("reeve", "doctor")
            try require(doctor.text.hasSuffix(" checks: 0 errors, 0 warnings, 0 notes"), doctor.text)
            // As root on a host that runs everything is looked at.
            try require(!doctor.text.contains("not looked at"), doctor.text)
            try require(doctor.status == 0)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `a stock host has what upstream and Debian leave behind`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .stock) { host in
            try await host.install(try await ReevePackage.find())
            let doctor = try await host.run("reeve", "doctor")
            for check in ["xendomains", "dom0-memory", "modules-dead", "udev-dead"] {
                try require(doctor.text.contains(" [\(check)]\n"), doctor.text)
            }
            try require(doctor.text.hasSuffix(" checks: 0 errors, 4 warnings, 0 notes"), doctor.text)
        }
    }

    @Test(arguments: Laboratory.suites)
    func `what goes wrong on a kept host is found`(_ suite: DebianSuite) async throws {
        try await Laboratory.host(suite, from: .kept) { host in
            try await host.write("/etc/systemd/system/broken.service", "[Service]\nType=oneshot\nExecStart=false\n")
            _ = try await host.run("systemctl", "start", "broken.service")
            try await host.write("/etc/modules-load.d/xen.conf", "evtchn\n")
            try await host.write("/etc/reeve/guests/wrong.cfg", "memory = lots\n")
            try await host.write("/etc/xen/auto/30-gone", "name = \"gone\"\n")
            try await host.succeed("xl", "create", "/etc/xen/db.cfg", "name=\"alone\"")
            let doctor = try await host.run("reeve", "doctor")
            for check in ["system-degraded", "modules-dead", "config-errors", "auto-unstarted", "domains-foreign"] {
                try require(doctor.text.contains(" [\(check)]\n"), doctor.text)
            }
            try require(
                doctor.text.contains("error: /etc/reeve/guests/wrong.cfg has 2 errors, the first: "), doctor.text)
            try require(doctor.status == 1)

            try await host.succeed("rm", "/etc/reeve/guests/wrong.cfg")
            let again = try await host.run("reeve", "doctor")
            try require(
                again.text.contains("changed since the last apply: /etc/modules-load.d/xen.conf [drift]"), again.text)
            try require(again.status == 0)
        }
    }
}
