import Glibc
package import SystemPackage

extension StoreTransport {
    /// The way that libxenstore takes: xenstored's socket, and where nobody listens there, the kernel's device.
    ///
    /// `path` is either of the two, as `XENSTORED_PATH` has it, and then the only one.
    /// Source: Xen tools/libs/store/xs.c, `xs_open`.
    package static func choose(
        path: FilePath? = nil, socket: FilePath, device: FilePath, within limit: Duration
    ) throws(StoreError) -> StoreTransport {
        if let path {
            return isDevice(path)
                ? try StoreTransport(opening: path) : try StoreTransport(connectingTo: path, within: limit)
        }
        do {
            return try StoreTransport(connectingTo: socket, within: limit)
        } catch .notConnected where isDevice(device) {
            return try StoreTransport(opening: device)
        }
    }

    private static func isDevice(_ path: FilePath) -> Bool {
        var status = stat()
        return path.withPlatformString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFCHR
    }
}
