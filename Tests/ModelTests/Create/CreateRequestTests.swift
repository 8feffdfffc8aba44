import Formats
import Model
import Testing

@Suite struct `a request to create a guest` {
    static let debian = GuestSource.packages(.debian, suite: "bookworm")

    @Test(arguments: [
        (CreateRequest(name: "web", source: debian, keys: ["/k"]), []),
        (CreateRequest(name: "web", source: debian), [CreateObstacle.noKey]),
        (CreateRequest(name: "web", source: .image("/i")), [.noKey]),
        (CreateRequest(name: "web", source: .image("/i"), userData: "/u"), []),
        (CreateRequest(name: "web", source: .iso("/i")), []),
        (CreateRequest(name: "web", source: .disk("/d")), [.typeUnknown]),
        (
            CreateRequest(name: "web", source: .iso("/i"), type: .pv),
            [.wrongType("a CD is booted by an HVM guest only: leave --type out")]
        ),
        (
            CreateRequest(
                name: "web", source: debian, type: .hvm, storage: .qcow2("/srv"), userData: "/u"),
            [
                .wrongType("what is made from packages has no boot loader for HVM: take --type pv or --type pvh"),
                .wrongStorage("packages are put on a disk that dom0 can mount: take raw, lvm, thin or zfs"), .noKey,
                .unused("--user-data", "only the cloud-init of an image reads it"),
            ]
        ),
        (
            CreateRequest(
                name: "web", source: .disk("/d"), type: .pv, size: .mebibytes(1), keys: ["/k"], mirror: "http://x"),
            [
                .unused("--size", "the disk is there already"), .unused("--ssh-key", "nothing puts it on that disk"),
                .unused("--mirror", "no packages are fetched"),
            ]
        ),
    ])
    func `names all that does not go together`(request: CreateRequest, found: [CreateObstacle]) {
        #expect(request.contradictions == found)
    }

    @Test func `has a disk as large as its image`() {
        let request = CreateRequest(name: "web", source: .image("/i"))
        #expect(request.chosenSize(least: .mebibytes(2)) == .mebibytes(10240))
        #expect(request.chosenSize(least: .mebibytes(20480)) == .mebibytes(20480))
    }
}

@Suite struct `what is in the way of a creation` {
    @Test(arguments: [
        (
            CreateObstacle.exists(.thin(group: "vg0", pool: "p", name: "web")),
            "the thin volume vg0/web in the pool p is there already, and is not written over: choose another name or --storage, or remove it yourself"
        ),
        (
            .noRoom("/srv", needs: .mebibytes(10240), free: .mebibytes(700)),
            "/srv has 700M free, and 10G are needed: take a smaller --size, or another --storage"
        ),
        (
            .noBridge("xenbr0", existing: ["br0"], isWritten: false),
            "bridge \"xenbr0\", xl's default, does not exist; existing bridges: br0: take --bridge NAME, or --bridge none"
        ),
        (
            .noTool(.lvcreate, purpose: "--storage"),
            "--storage needs lvcreate, which this host lacks: install the package lvm2"
        ),
        (
            .domainRuns("web", domid: 7),
            "domain 7 is called \"web\" already: choose another name, or destroy it first"
        ),
    ])
    func `is told with its remedy`(obstacle: CreateObstacle, sentence: String) {
        #expect(obstacle.description == sentence)
    }
}

@Suite struct `a system made of packages` {
    static let system = PackageSystem(
        .debian, suite: "bookworm", mirror: "http://m/debian", name: "web", keys: ["k 1", "k 2"])

    @Test func `is fetched with the distribution's keyring`() {
        #expect(
            Self.system.arguments(target: "/run/reeve/build/web") == [
                "--mode=root", "--format=directory", "--variant=important", "--architectures=amd64",
                "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg",
                "--include=linux-image-amd64,openssh-server,ifupdown", "bookworm", "/run/reeve/build/web",
                "http://m/debian",
            ])
    }

    @Test(arguments: [("jammy", false), ("noble", true)])
    func `of Ubuntu has a resolver of its own since it is one package`(suite: String, isThere: Bool) {
        let arguments = PackageSystem(.ubuntu, suite: suite, name: "web", keys: []).arguments(target: "/t")
        #expect(arguments.contains { $0.contains("systemd-resolved") } == isThere)
    }

    @Test func `boots what the distribution's links name`() throws {
        let files = Self.system.files(kernel: "/vmlinuz", ramdisk: "/initrd.img")
        let menu = try #require(files.first { $0.path == "/boot/grub/grub.cfg" })
        #expect(
            menu.text.hasSuffix(
                """
                menuentry "Debian bookworm" {
                    linux /vmlinuz root=/dev/xvda ro console=hvc0 net.ifnames=0
                    initrd /initrd.img
                }

                """))
        let keys = try #require(files.first { $0.path == "/root/.ssh/authorized_keys" })
        #expect(keys == .init("/root/.ssh/authorized_keys", mode: 0o600, "k 1\nk 2\n"))
        #expect(files.contains { $0.path == "/etc/hostname" && $0.text == "web\n" })
    }
}
