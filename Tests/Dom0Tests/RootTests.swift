import Dom0
import Model
import SystemPackage
import Testing

@Test func `a host path is opened below the root`() {
    #expect(Root("/mnt").path("/etc/reeve").string == "/mnt/etc/reeve")
    #expect(Root().path("/").string == "/")
}
