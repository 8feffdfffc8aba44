/// xen.efi with all that it boots inside, so that one signature covers everything.
///
/// Source: Xen docs/misc/efi.pandoc, "Unified Xen hypervisor, kernel and initrd images"; xen/common/efi/boot.c, `read_section`.
package enum UnifiedXenImage {
    /// What stands in the sections; of the configuration xen.efi takes options and the kernel's command line.
    package struct Parts: Sendable, Equatable {
        package var configuration: XenEFIConfiguration
        package var kernel: [UInt8]
        package var ramdisk: [UInt8]?
        package var microcode: [UInt8]?
        package var xsm: [UInt8]?

        package init(
            configuration: XenEFIConfiguration, kernel: [UInt8], ramdisk: [UInt8]? = nil, microcode: [UInt8]? = nil,
            xsm: [UInt8]? = nil
        ) {
            self.configuration = configuration
            self.kernel = kernel
            self.ramdisk = ramdisk
            self.microcode = microcode
            self.xsm = xsm
        }
    }

    /// The image; what only a debugger reads is left out unless it is asked for.
    package static func build(
        from xen: PEImage, _ parts: Parts, keepingDebugSections: Bool = false
    ) throws(PEImageError) -> PEImage {
        guard xen.isApplicationForX64 else { throw .notPE("it is no EFI application for x86-64") }
        guard !xen.isSigned else { throw .signed }
        let base = keepingDebugSections ? xen : try xen.droppingDebugSections()
        // xen.efi cuts the configuration into lines in place.
        var additions = [PEImage.Addition(".config", Array(parts.configuration.text.utf8), isWritable: true)]
        additions.append(.init(".kernel", parts.kernel))
        if let ramdisk = parts.ramdisk { additions.append(.init(".ramdisk", ramdisk)) }
        if let microcode = parts.microcode { additions.append(.init(".ucode", microcode)) }
        if let xsm = parts.xsm { additions.append(.init(".xsm", xsm)) }
        return try base.adding(additions)
    }
}
