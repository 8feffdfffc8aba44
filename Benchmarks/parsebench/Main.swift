import CXLU
import Formats
import Glibc

/// Parses the same files with Reeve and with libxlutil, in turn, and prints how fast each one was.
@main
enum ParseBench {
    static func main() {
        compare("1000 small files", (0..<1000).map { smallFile($0) })
        compare("one large file", [largeFile()])
    }

    private static func compare(_ name: String, _ files: [[UInt8]]) {
        let clock = ContinuousClock()
        var own = Duration.seconds(1_000_000)
        var theirs = own
        // The best of many rounds, in turn, so that a busy machine harms both alike.
        for _ in 0..<200 {
            own = min(own, clock.measure { for file in files { readOwn(file) } })
            theirs = min(theirs, clock.measure { for file in files { readTheirs(file) } })
        }
        let size = files.reduce(0) { $0 + $1.count }
        let ratio = theirs / own
        print(
            "\(name), \(size) bytes: Reeve \(speed(size, own)), libxlutil \(speed(size, theirs)), ratio \(rounded(ratio))"
        )
    }

    private static func readOwn(_ file: [UInt8]) {
        let document = XLDocument(parsing: SourceText(name: "bench", bytes: file))
        if document.hasErrors { fatalError("the benchmark's file has errors: \(document.diagnostics[0].message)") }
    }

    private static func readTheirs(_ file: [UInt8]) {
        guard let document = cxlu_read(file, Int32(file.count)) else { fatalError("libxlutil refuses the file") }
        cxlu_free(document)
    }

    private static func speed(_ size: Int, _ duration: Duration) -> String {
        rounded(Double(size) / 1e6 / (duration / .seconds(1))) + " MB/s"
    }

    private static func rounded(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func smallFile(_ number: Int) -> [UInt8] {
        Array(
            """
            # Guest \(number), as people write it
            name = "web\(number)"
            type = "pvh"
            kernel = "/boot/vmlinuz"
            ramdisk = "/boot/initrd.img"
            extra = "root=/dev/xvda1 ro console=hvc0 quiet"
            memory = 1024
            maxmem = 2048
            vcpus = 2
            disk = [ "phy:/dev/vg0/web\(number),xvda,w",     # root
                     "file:/srv/images/data\(number).img,xvdb,w" ]
            vif = [ "mac=00:16:3e:00:00:01,bridge=xenbr0", "bridge=xenbr1" ]
            on_poweroff = "destroy"
            on_reboot = "restart"
            on_crash = "restart"

            # for Reeve
            reeve.start.auto = 1
            reeve.start.after = ["db"]
            reeve.stop.timeout = 180

            """.utf8)
    }

    private static func largeFile() -> [UInt8] {
        var text = ""
        for number in 0..<8000 {
            text += "key\(number) = [ \"phy:/dev/vg0/disk\(number),xvda,w\", 'two', [ 3, 0x4 ] ] # comment \(number)\n"
        }
        return Array(text.utf8)
    }
}
