import ArgumentParser
import Dom0
import Model
import SystemPackage

struct BootImageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Write an entry as one EFI program, to be signed or carried elsewhere.",
        discussion: """
            The program is xen.efi with the kernel, the initial RAM disk and both command lines inside. UEFI starts it by \
            itself or through any loader, and one signature covers all of it. Nothing is installed, and no entry is made.
            """)

    @Argument(help: "The entry, or a part of its name that only one has; the default where none is given.")
    var entry: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
    var output: String

    @Option(
        help: ArgumentHelp("The xen.efi to take, without a signature; else the entry's own.", valueName: "file"),
        transform: absolute)
    var xen: HostPath?

    @Option(help: ArgumentHelp("Microcode for the processor to put inside.", valueName: "file"), transform: absolute)
    var ucode: HostPath?

    @Option(
        help: ArgumentHelp("A policy for Xen's security module to put inside.", valueName: "file"), transform: absolute)
    var xsm: HostPath?

    func run() async throws {
        let context = try BootContext()
        let maker = UnifiedImageMaker(context.keeper)
        guard let name = try entry ?? context.keeper.book.read().good?.description else { throw BootError.noGood }
        let chosen = try context.entry(name)
        let size = try await maker.make(
            chosen, from: xen ?? maker.hypervisor(of: chosen), with: .init(microcode: ucode, policy: xsm),
            to: FilePath(output))
        print("\(output): \(chosen.pair.title), \(size >> 20) MiB")
    }

    private static let absolute: @Sendable (String) throws -> HostPath = { text in
        guard let path = HostPath(text) else { throw ValidationError("\"\(text)\" is not an absolute path") }
        return path
    }
}
