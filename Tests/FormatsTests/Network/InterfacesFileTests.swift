import Formats
import Testing

@Suite struct `files of ifupdown` {
    @Test func `stanzas, comments and continued lines are read`() {
        let file = InterfacesFile(
            parsing: SourceText(
                name: "interfaces",
                text:
                    "# a comment\nauto lo eth0\niface lo inet loopback\n\nallow-hotplug eth1\niface eth0 inet \\\n  static\n\taddress 192.0.2.1/24\n  # within\n  up  echo a  b\nsource interfaces.d/*\n  lost line\n"
            ))
        #expect(
            file.stanzas == [
                .init(["auto", "lo", "eth0"]), .init(["iface", "lo", "inet", "loopback"]),
                .init(["allow-hotplug", "eth1"]),
                .init(
                    ["iface", "eth0", "inet", "static"],
                    [.init("address", "192.0.2.1/24"), .init("up", "echo a  b")]),
                .init(["source", "interfaces.d/*"]),
            ])
        #expect(file.stanzas[3].interface == "eth0")
        #expect(file.stanzas[3].method == "static")
        #expect(InterfacesFile(parsing: SourceText(name: "", text: file.text)).stanzas == file.stanzas)
    }
}
