import Formats
import Model
import Testing

@Suite struct `what is different in one boot` {
    static func recipe(_ assignments: [String]) throws -> GuestSpecification {
        let (guest, _) = `a guest's file`.decode(
            "bootloader = \"pygrub\"\nextra = \"quiet\"\ndisk = [\"/dev/vg/web,raw,xvda,rw\"]\n")
        return guest.changed(by: try RecipeDifference(assignments: assignments))
    }

    @Test func `is a value as it stands, or as in a file, or added, or left out`() throws {
        let recipe = try Self.recipe([
            "kernel=/srv/rescue", "extra=single root=/dev/xvda1", "memory=64", "boot=\"d\"", "bootloader=",
            "disk+=[\"/srv/cd.iso,raw,xvdb,cdrom\"]", "disk+=/srv/more.iso,raw,xvdc,cdrom", "vif=[]",
        ])
        #expect(recipe.text(of: "kernel") == "/srv/rescue")
        #expect(recipe.text(of: "extra") == "single root=/dev/xvda1")
        #expect(recipe.text(of: "memory") == "64")
        #expect(recipe.text(of: "boot") == "d")
        #expect(recipe.value(of: "bootloader") == nil)
        #expect(recipe.disks.map { $0.value.device.text } == ["xvda", "xvdb", "xvdc"])
        #expect(recipe.value(of: "vif") == .list([]))
    }

    @Test(arguments: [
        (
            "single",
            "\"single\" is no change: write KEY=VALUE, LIST+=ELEMENT, LIST-=ELEMENT, or KEY= to take a key out"
        ),
        ("kernl=/x", "xl has no key \"kernl\"; did you mean \"kernel\"?"),
        ("uuid=1", "\"uuid\" is the same in every boot of a guest"),
        (
            "extra=\"a\"; memory = 5",
            "\"extra=\"a\"; memory = 5\": it is more than one value; what begins with a quote or a bracket is read as in a file"
        ),
        ("disk-=xvda", "no single element of disk can be left out once: write disk=[ALL THAT STAY]"),
    ])
    func `says what is wrong`(text: String, sentence: String) {
        do {
            _ = try RecipeDifference(assignments: [text])
            Issue.record("it was taken")
        } catch {
            #expect("\(error)" == sentence)
        }
    }

    @Test func `is told as long as the order for it is good`() {
        let order = GuestOrder(at: 1, bootID: "b", once: ["bootloader=", "kernel=/srv/rescue"])
        #expect(order.words(in: "b") == "boots once with bootloader= kernel=/srv/rescue")
        #expect(GuestOrder(at: 1, bootID: "b").words(in: "b") == "boots the installer")
        #expect(order.words(in: "c") == nil)
    }

    @Test func `what xl would not take beside the guest's own is known`() throws {
        let (guest, _) = `a guest's file`.decode("bootloader = \"pygrub\"\n")
        let difference = try RecipeDifference(assignments: ["kernel=/x"])
        #expect(difference.shadowed(in: guest).map { "\($0.key) \($0.by)" } == ["kernel bootloader"])
        #expect(try RecipeDifference(assignments: ["kernel=/x", "bootloader="]).shadowed(in: guest).isEmpty)
    }
}
