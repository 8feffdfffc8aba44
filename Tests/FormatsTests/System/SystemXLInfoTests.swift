import Formats
import Testing

@Suite struct `xl info` {
    private let output = """
        host                   : xen1
        release                : 6.1.0-29-amd64
        version                : #1 SMP PREEMPT_DYNAMIC Debian 6.1.123-1 (2025-01-02)
        machine                : x86_64
        nr_cpus                : 2
        hw_caps                : 178bfbff:80182001
        virt_caps              : pv hvm hap shadow
        total_memory           : 4095
        free_memory            : 1911
        xen_major              : 4
        xen_minor              : 17
        xen_extra              : .6-pre
        xen_version            : 4.17.6-pre
        xen_commandline        : placeholder dom0_mem=2G,max:2G com1=115200,8n1 loglvl=all
        cc_compile_date        : Thu Jan  2 12:00:00 UTC 2025
        xend_config_format     : 4

        """

    @Test func `the fields are found`() throws {
        let info = try XLInfo(parsing: Array(output.utf8))
        #expect(info.version == "4.17")
        #expect(info.totalMemory == 4095)
        #expect(info.freeMemory == 1911)
        #expect(info.processors == 2)
        #expect(info.virtualization == ["pv", "hvm", "hap", "shadow"])
        #expect(info.processorFeatures == "178bfbff:80182001")
        #expect(info.commandLine == "placeholder dom0_mem=2G,max:2G com1=115200,8n1 loglvl=all")
        #expect(info["cc_compile_date"] == "Thu Jan  2 12:00:00 UTC 2025")
    }

    @Test func `what xl could not ask is missing`() throws {
        let info = try XLInfo(parsing: Array("host                   : xen1\n".utf8))
        #expect(info.version == nil)
        #expect(info.freeMemory == nil)
        #expect(info.virtualization == nil)
        #expect(info.processorFeatures == nil)
    }

    @Test func `an old Xen tells of PV among its interfaces`() throws {
        let old = "host : xen1\nvirt_caps : hvm\nxen_caps : xen-3.0-x86_64 hvm-3.0-x86_64\n"
        #expect(try XLInfo(parsing: Array(old.utf8)).virtualization == ["pv", "hvm"])
    }

    @Test func `other output is an error`() {
        let error = #expect(throws: XLInfoError.self) { try XLInfo(parsing: Array("libxl: error: no\nx".utf8)) }
        #expect(error?.description == "xl info: \"libxl: error: no\" is not how its output begins")
        #expect(throws: XLInfoError.notInformation("")) { try XLInfo(parsing: []) }
    }
}
