import ArgumentParser
import Dom0
import Formats
import Glibc
import Model
import SystemPackage
import XenStore

extension GuestName: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

/// Builds what the guest commands act on: this machine.
struct GuestContext {
    let host: Host
    /// The directory of `host.conf`.
    let configuration: HostPath
    let directory: GuestDirectory

    init(configuration: String = "/etc/reeve") {
        host = Host(root: Root(), runner: SubprocessRunner(), clock: ContinuousClock())
        self.configuration = HostPath(configuration) ?? "/etc/reeve"
        directory = GuestDirectory(root: host.root, configuration: self.configuration)
    }

    /// The machine with the running hypervisor's toolstack; throws when Xen does not run or none fits.
    ///
    /// Where that toolstack is a kept one, this process starts anew with its files in place. One that only looks at
    /// domains runs neither hotplug scripts nor QEMU, and needs less.
    func machine(onlyLooking: Bool = false) throws -> GuestMachine {
        let reader = ToolstackReader(root: host.root)
        guard reader.running() != nil else { throw ContextError.noXen }
        let choice = try reader.choose("xl")
        if !onlyLooking || choice.isKept { try choice.enterView(root: host.root) }
        let xl = choice.path
        let path = environment("XENSTORED_PATH").map { FilePath($0) }
        let root = host.root
        return GuestMachine(
            host: host, xl: xl,
            openStore: { () throws(StoreError) in
                let limit = Duration.seconds(5)
                let transport = try StoreTransport.choose(
                    path: path, socket: root.path(StoreReadiness.socket), device: root.path(StoreReadiness.device),
                    within: limit)
                return StoreConnection(transport, limit: limit)
            },
            service: .listening(at: environment("NOTIFY_SOCKET")), now: { Int64(time(nil)) },
            signal: .kernel)
    }

    /// Reads a guest that must be free of errors; what is wrong is printed.
    func load(_ name: GuestName) throws -> GuestSpecification {
        let loaded = try directory.load(name)
        for diagnostic in loaded.diagnostics {
            Terminal.complain(diagnostic.rendered(source: loaded.documents[diagnostic.file]?.source))
        }
        guard !loaded.hasErrors else { throw ExitCode(65) }
        return loaded.specification
    }

    func survey() -> GuestSurvey {
        // try?: without Xen the survey says so itself.
        GuestSurvey(host: host, directory: directory, machine: try? machine(onlyLooking: true))
    }

    func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

/// Why there is nothing to act on.
enum ContextError: Error, CustomStringConvertible {
    case noXen
    case notRoot(String)

    var description: String {
        switch self {
        case .noXen: "Xen does not run here: this kernel was booted without a hypervisor, or as a guest"
        case .notRoot(let what): "\(what) is for root: run it with sudo"
        }
    }
}
