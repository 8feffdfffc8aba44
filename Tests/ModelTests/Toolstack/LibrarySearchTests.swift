import Formats
import Model
import Testing

@Suite struct `where libraries are looked for` {
    private let search = LibrarySearch(configured: ["/usr/local/lib", "/usr/lib"], machine: 62)
    private let system: [HostPath] = [
        "/usr/local/lib", "/usr/lib", "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64",
        "/lib",
    ]

    @Test func `a file's own directories come before the system's`() {
        #expect(
            search.directories(for: ELFFile(runpath: ["$ORIGIN/../lib", "/opt/x"]), in: "/opt/xen/bin")
                == ["/opt/xen/lib", "/opt/x"] + system)
    }

    @Test func `RPATH is handed down, and does not count beside RUNPATH`() {
        let old = ELFFile(rpath: ["${ORIGIN}"])
        let inherited = search.inheritance(of: old, in: "/opt/a")
        #expect(inherited == ["/opt/a"])
        #expect(search.directories(for: ELFFile(), in: "/opt/b", inherited: inherited) == ["/opt/a"] + system)
        let both = ELFFile(rpath: ["/opt/old"], runpath: ["/opt/new"])
        #expect(search.directories(for: both, in: "/opt/b", inherited: inherited) == ["/opt/new"] + system)
    }

    @Test func `directories that cannot be known are left out`() {
        #expect(search.directories(for: ELFFile(runpath: ["$LIB/x", "relative", "/a/../../b"]), in: "/") == system)
    }

    @Test func `ld.so.conf names directories and other files`() {
        let text = "# defaults\ninclude ld.so.conf.d/*.conf more.conf\n/usr/local/lib # mine\n/a:/b\nhwcap 0 nosegneg\n"
        #expect(
            LinkerConfiguration(parsing: Array(text.utf8)).lines
                == [
                    .include("ld.so.conf.d/*.conf"), .include("more.conf"), .directory("/usr/local/lib"),
                    .directory("/a"), .directory("/b"),
                ])
    }

    @Test func `a kept toolstack's layers go around the host's files`() {
        #expect(
            ViewLayers.of(
                "/k", tops: [.over: ["etc", "usr"], .qemu: ["usr"], .under: ["etc", "usr"]], isQEMUOnly: false)
                == [
                    ViewLayers(
                        target: "/etc/xen/scripts",
                        directories: ["/k/over/etc/xen/scripts", "/etc/xen/scripts", "/k/under/etc/xen/scripts"]),
                    ViewLayers(
                        target: "/usr", directories: ["/k/over/usr", "/k/qemu/usr", "/usr", "/k/under/usr"]),
                ])
        #expect(
            ViewLayers.of("/k", tops: [.over: ["etc", "usr"], .qemu: ["usr"], .under: ["usr"]], isQEMUOnly: true)
                == [ViewLayers(target: "/usr", directories: ["/k/qemu/usr", "/usr", "/k/under/usr"])])
    }
}
