import SystemPackage

/// Two hosts on one network.
extension LabHost {
    /// A second host in the same state, from a copy of this one's disk; this one is turned off and on again for it.
    package func twin(from snapshot: Snapshot) async throws -> LabHost {
        let twin = LabHost(image, use: "twin", by: loader, Progress("\(suite) twin"))
        await machine.cutPower()
        await twin.machine.cutPower()
        try await LabFiles.remove(twin.directory)
        try await LabFiles.makeDirectory(twin.directory)
        try await Tool.run(["cp", "--sparse=always", machine.disk.string, twin.machine.disk.string])
        try await powerOn(from: snapshot)
        try await twin.powerOn(from: snapshot)
        // Two hosts are two by this.
        try await twin.write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n")
        return twin
    }

    /// Lets root get to another host by ssh, under a name.
    package func learn(of other: LabHost, as name: String) async throws {
        try await shell.copy(image.key, to: "/root/.ssh/lab")
        try await succeed("chmod", "600", "/root/.ssh/lab")
        // QEMU's own network leads to the build machine, whose ports lead to its machines.
        try await write(
            "/root/.ssh/config",
            """
            Host \(name)
                HostName 10.0.2.2
                Port \(other.shell.port() ?? "0")
                IdentityFile /root/.ssh/lab
                StrictHostKeyChecking no
                UserKnownHostsFile /dev/null
                LogLevel ERROR

            """)
        try await succeed("ssh", "-o", "BatchMode=yes", name, "true")
    }
}
