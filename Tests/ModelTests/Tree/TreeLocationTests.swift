import Model
import Testing

@Suite struct `where an install tree is` {
    @Test func `is a URL or a directory`() throws {
        #expect(try TreeLocation("https://deb.debian.org/debian/") == .url("https://deb.debian.org/debian"))
        #expect(try TreeLocation("/srv/mirror/") == .directory("/srv/mirror"))
        #expect(try "\(TreeLocation("http://[::1]:8080/d") / "dists/x")" == "http://[::1]:8080/d/dists/x")
    }

    @Test(arguments: [
        ("ftp://a/b", "\"ftp://a/b\" is neither an http or https URL nor an absolute path"),
        ("mirror", "\"mirror\" is neither an http or https URL nor an absolute path"),
        ("https:///b", "\"https:///b\" is no URL; write it percent-encoded, as http://HOST/PATH"),
        ("http://a/b c", "\"http://a/b c\" is no URL; write it percent-encoded, as http://HOST/PATH"),
        (
            "https://me:secret@a/b",
            "the URL has a user name or a password in it; use a mirror that asks for none"
        ),
        ("http://a/../b", "\"http://a/../b\" has \"..\" in it; write where it leads"),
        ("http://a/b?c", "\"http://a/b?c\" is not the URL of a directory; leave out what begins with \"?\" or \"#\""),
    ])
    func `any other text is told`(text: String, sentence: String) throws {
        do {
            _ = try TreeLocation(text)
            Issue.record("it was taken")
        } catch {
            #expect(error.description == sentence)
        }
    }

    @Test func `names a suite of a Debian archive by any path below it`() throws {
        let whole = try #require(
            DebianTree(at: try TreeLocation("http://deb.debian.org/debian/dists/trixie/main/installer-arm64/20250803")))
        #expect(whole.archive == .url("http://deb.debian.org/debian"))
        #expect(whole.suite == "trixie" && whole.architecture == "arm64")
        #expect(whole.images == "main/installer-arm64/20250803/images")
        #expect("\(whole.release)" == "http://deb.debian.org/debian/dists/trixie/InRelease")
        #expect(DebianTree(at: .directory("/srv/dists")) == nil)
        #expect(DebianTree(at: .directory("/dists/x"))?.release == .directory("/dists/x/InRelease"))
        #expect(DebianTree(at: .url("http://a/dists/x/main/binary-amd64")) == nil)
    }
}
