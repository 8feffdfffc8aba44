import SystemPackage

/// The firmware that a machine starts with.
package enum Firmware: Sendable {
    /// SeaBIOS, on QEMU's i440FX board.
    case bios
    /// OVMF without Secure Boot, on the Q35 board.
    case uefi

    /// What QEMU is told; `variables` is the machine's own copy of the EFI variables.
    ///
    /// The copy is qcow2, so that a snapshot of the machine holds it too. Each write goes to the file at once, as it does in
    /// real flash: in a power cut QEMU is killed, and what its qcow2 code keeps back would be lost.
    func arguments(variables: FilePath) -> [String] {
        switch self {
        case .bios: []
        case .uefi:
            [
                "-machine", "q35", "-drive", "if=pflash,unit=0,format=raw,readonly=on,file=\(Self.code)",
                "-drive", "if=pflash,unit=1,format=qcow2,cache.writeback=off,cache.no-flush=on,file=\(variables)",
            ]
        }
    }

    /// Makes the copy where there is none yet.
    func provide(variables: FilePath) async throws {
        guard self == .uefi, !LabFiles.exists(variables) else { return }
        try await Tool.run(["qemu-img", "convert", "-O", "qcow2", Self.template.string, variables.string])
    }

    private static let code: FilePath = "/usr/share/OVMF/OVMF_CODE_4M.fd"
    private static let template: FilePath = "/usr/share/OVMF/OVMF_VARS_4M.fd"
}
