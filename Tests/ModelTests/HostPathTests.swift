import Model
import Testing

@Suite struct `host paths` {
    @Test(arguments: [("/", "/"), ("//a/./b/", "/a/b"), ("/a/...", "/a/..."), ("/.a/b.", "/.a/b."), ("/a/.", "/a")])
    func `an absolute path is folded`(text: String, path: String) {
        #expect(HostPath(text)?.string == path)
    }

    @Test(arguments: ["", "a", "/a/../b", "/a\0b"])
    func `what is not absolute, or climbs, is no host path`(text: String) {
        #expect(HostPath(text) == nil)
    }

    @Test(arguments: [("/", "/", "/"), ("/a", "/", "a"), ("/a/b c/d", "/a/b c", "d")])
    func `a path has a parent and a name`(text: String, parent: String, name: String) {
        #expect(HostPath(text)?.parent.string == parent)
        #expect(HostPath(text)?.name == name)
    }
}
