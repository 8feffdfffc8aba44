/// A xen.cfg, from which xen.efi takes its own options, the kernel, the RAM disk and more.
///
/// ```
/// [global]
/// default=xen
///
/// [xen]
/// options=console=com1 dom0_mem=2G,max:2G
/// kernel=vmlinuz root=UUID=… ro
/// ramdisk=initrd
/// ```
/// Source: Xen docs/misc/efi.pandoc; xen/common/efi/boot.c, `pre_parse`, `get_value`, `efi_start`;
/// xen/arch/x86/efi/efi-boot.h, `efi_arch_cfg_file_early`, `efi_arch_cfg_file_late`.
package struct XenEFIConfiguration: Sendable, Equatable {
    /// A kernel, with the command line that it gets.
    package struct Kernel: Sendable, Equatable {
        package var file: XenEFIFileName
        package var commandLine: XenEFIText?

        package init(_ file: XenEFIFileName, commandLine: XenEFIText? = nil) {
            self.file = file
            self.commandLine = commandLine
        }
    }

    /// What one name of `default`, or of xen.efi's command line, boots.
    package struct Section: Sendable, Equatable {
        package var name: String
        /// Xen's own command line.
        package var options: XenEFIText?
        package var kernel: Kernel?
        /// There can only be one: a second line would not be seen.
        package var ramdisk: XenEFIFileName?
        package var xsm: XenEFIFileName?
        /// Microcode; x86 only.
        package var microcode: XenEFIFileName?
        /// As in `gfx-1024x768x32`.
        package var video: XenEFIText?
        /// A device tree; Arm only.
        package var deviceTree: XenEFIFileName?

        package init(_ name: String) { self.name = name }
    }

    /// The section to boot where the command line names none.
    package var standard: String?
    /// Further files, each read in the place of the last while no kernel is found; the first counts.
    package var chain: XenEFIFileName?
    /// For sections without their own.
    package var video: XenEFIText?
    /// For sections without their own.
    package var microcode: XenEFIFileName?
    /// In order; of sections with the same name xen.efi sees the first.
    package var sections: [Section]

    package init(standard: String? = nil, sections: [Section] = []) {
        self.standard = standard
        self.sections = sections
    }

    /// The section that a name stands for; without a name, the one that `default` names.
    ///
    /// With neither, xen.efi passes over the sections' names and takes the first line of each key.
    package func section(named name: String? = nil) -> Section? {
        guard let name = name ?? standard else { return firstOfEach }
        return sections.first { $0.name == name }
    }

    private var firstOfEach: Section? {
        guard var all = sections.first else { return nil }
        for section in sections.dropFirst() {
            all.options = all.options ?? section.options
            all.kernel = all.kernel ?? section.kernel
            all.ramdisk = all.ramdisk ?? section.ramdisk
            all.xsm = all.xsm ?? section.xsm
            all.microcode = all.microcode ?? section.microcode
            all.video = all.video ?? section.video
            all.deviceTree = all.deviceTree ?? section.deviceTree
        }
        return all
    }

    package var text: String {
        var lines = ["[global]"]
        if let standard { lines.append("default=\(standard)") }
        if let chain { lines.append("chain=\(chain)") }
        if let video { lines.append("video=\(video)") }
        if let microcode { lines.append("ucode=\(microcode)") }
        for section in sections { lines += ["", "[\(section.name)]"] + section.lines }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension XenEFIConfiguration.Section {
    fileprivate var lines: [String] {
        var lines: [String] = []
        if let options { lines.append("options=\(options)") }
        if let kernel {
            let words = [kernel.file.text, kernel.commandLine?.text].compactMap(\.self).filter { !$0.isEmpty }
            lines.append("kernel=\(words.joined(separator: " "))")
        }
        if let ramdisk { lines.append("ramdisk=\(ramdisk)") }
        if let xsm { lines.append("xsm=\(xsm)") }
        if let microcode { lines.append("ucode=\(microcode)") }
        if let video { lines.append("video=\(video)") }
        if let deviceTree { lines.append("dtb=\(deviceTree)") }
        return lines
    }
}
