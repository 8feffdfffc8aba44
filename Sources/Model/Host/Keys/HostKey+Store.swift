extension HostKey {
    /// Which xenstored runs, and how.
    static let store: [HostKey] = [
        HostKey(
            "store.type", .choice(["c", "ocaml"]),
            "what XENSTORED in /etc/default/xen says, else \"ocaml\" where it is installed, else \"c\"",
            "Which xenstored keeps the Xen store: the one in C, or the one in OCaml. Takes effect at the next boot: a xenstored cannot be replaced while guests run.",
            renders: "xenstored.service")
    ]
}
