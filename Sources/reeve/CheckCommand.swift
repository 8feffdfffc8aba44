import ArgumentParser
import Dom0
import Formats
import SystemPackage

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say everything that is wrong with the configuration, or with the files given.",
        discussion: """
            Without FILEs it checks all of /etc/reeve. FILEs are xl.cfg files of guests, or are named xl.conf, host.conf \
            or NAME.reeve; no Xen is needed. The exit status is 65 when there are errors.
            """)

    @Argument(help: "Files to check by themselves.")
    var files: [String] = []

    @Option(
        help: "The Xen whose keys may be used, as 4.17; default: the running one, else the newest installed or known.")
    var xen: XenVersion?

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        if let xen, !XenVersion.known.contains(xen) {
            throw ValidationError(
                "Xen \(xen) is not known: \(XenVersion.oldestKnown) to \(XenVersion.newestKnown) are")
        }
    }

    func run() async throws {
        let root = Root(FilePath(options.root))
        let target = xen ?? CheckTarget.version(of: root)
        var report: CheckReport
        if files.isEmpty {
            let loaded = await SpecificationLoader(root: root, directory: options.directory, target: target).load()
            report = CheckReport(target: target, documents: loaded.documents, diagnostics: loaded.diagnostics)
        } else {
            var check = FileCheck(target: target)
            for file in files { check.check(FilePath(file)) }
            report = CheckReport(target: target, documents: check.documents, diagnostics: check.diagnostics)
            report.fileCount = Set(files).count
        }
        print(json ? try report.json() : report.text(color: Terminal.takesColor))
        if report.errors > 0 { throw ExitStatus.configuration }
    }
}

extension XenVersion: ExpressibleByArgument {
    package init?(argument: String) { self.init(parsing: argument) }
}
