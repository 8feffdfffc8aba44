/// A paravirtual framebuffer with its keyboard and mouse: one string of `vfb = [ … ]`.
///
/// xl ignores items of `vfb` that it does not know, and everything after one without `=`; here they are errors.
/// Source: Xen tools/xl/xl_parse.c.
package struct FramebufferSpecification: Sendable, Equatable {
    package var vnc: Bool?
    /// An address, perhaps with `:DISPLAY`.
    package var vncListen: String?
    package var vncDisplay: Int?
    package var vncFindsUnused: Bool?
    package var vncPassword: String?
    package var keymap: String?
    package var sdl: Bool?
    package var openGL: Bool?
    package var display: String?
    package var xauthority: String?

    package init() {}
}

extension FramebufferSpecification: XLSpecification {
    private static let names = [
        "vnc", "vnclisten", "vncdisplay", "vncunused", "vncpasswd", "keymap", "sdl", "opengl", "display", "xauthority",
    ]

    package init(parsing text: String, remarks: inout [SpecificationRemark]) throws(SpecificationError) {
        let items = try SpecificationReader(text, grammar: "vfb", names: Self.names, remarks: &remarks)
        vnc = try items.bool("vnc")
        vncListen = items.string("vnclisten")
        vncDisplay = try items.decimal("vncdisplay", in: 0...65535)
        vncFindsUnused = try items.bool("vncunused")
        vncPassword = items.string("vncpasswd")
        keymap = items.string("keymap")
        sdl = try items.bool("sdl")
        openGL = try items.bool("opengl")
        display = items.string("display")
        xauthority = items.string("xauthority")
    }

    package var text: String {
        specificationText(
            [
                ("vnc", specificationBool(vnc)), ("vnclisten", vncListen),
                ("vncdisplay", specificationNumber(vncDisplay)),
                ("vncunused", specificationBool(vncFindsUnused)), ("vncpasswd", vncPassword), ("keymap", keymap),
                ("sdl", specificationBool(sdl)), ("opengl", specificationBool(openGL)), ("display", display),
                ("xauthority", xauthority),
            ])
    }
}
