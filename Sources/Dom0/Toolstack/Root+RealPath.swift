import Model
import SystemPackage

extension Root {
    /// The path with every link on the way followed, below this root; as it stands where a link goes round in circles.
    ///
    /// A kept file is put where it really is: `/lib` is a link to `/usr/lib` on most hosts.
    func real(_ path: HostPath) -> HostPath {
        var rest = path.string.split(separator: "/").reversed().map(String.init)
        var place: HostPath = "/"
        var links = 0
        while let part = rest.popLast() {
            switch part {
            case ".": continue
            case "..": place = place.parent
            default:
                let next = place / part
                guard let target = target(of: next) else {
                    place = next
                    continue
                }
                links += 1
                guard links <= 40 else { return path }
                if target.hasPrefix("/") { place = "/" }
                rest += target.split(separator: "/").reversed().map(String.init)
            }
        }
        return place
    }

    /// Whether a directory is there, links followed.
    func isDirectory(_ path: HostPath) -> Bool { FileStatus.isDirectory(self.path(real(path))) }
}
