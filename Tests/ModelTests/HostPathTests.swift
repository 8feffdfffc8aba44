import Model
import Testing

@Suite struct `host paths` {
    @Test(arguments: [("/", "/"), ("//a/./b/", "/a/b")])
    func `an absolute path is folded`(text: String, path: String) {
        #expect(HostPath(text)?.string == path)
    }

    @Test(arguments: ["", "a", "/a/../b", "/a\0b"])
    func `what is not absolute, or climbs, is no host path`(text: String) {
        #expect(HostPath(text) == nil)
    }
}
