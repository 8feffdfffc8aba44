import Formats
import Testing

@Suite struct `a kernel's configuration` {
    @Test func `options that are on are read, of those that were asked for`() {
        let text = """
            # Automatically generated
            CONFIG_XEN=y
            CONFIG_XENFS=m
            # CONFIG_XEN_BALLOON is not set
            CONFIG_HZ=250
            CONFIG_XEN_GNTDEV=m
            CONFIG_CMDLINE="CONFIG_XEN_BACKEND=y
            CONFIG_XEN_DOM0=y
            """
        #expect(
            KernelConfiguration(
                parsing: Array(text.utf8), options: ["XEN", "XENFS", "XEN_BALLOON", "XEN_DOM0", "HZ", "XEN_BACKEND"])
                == KernelConfiguration(["XEN": .builtIn, "XENFS": .module, "XEN_DOM0": .builtIn]))
    }

    @Test(arguments: ["", "no such thing\n", "\n\n\n", "CONFIG_", "CONFIG_="])
    func `another file is none`(text: String) {
        #expect(KernelConfiguration(parsing: Array(text.utf8), options: ["XEN"]) == nil)
    }
}
