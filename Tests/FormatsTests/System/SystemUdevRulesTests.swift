import Formats
import Testing

@Suite struct `udev rules` {
    private let text = """
        # Xen, from 2009
        SUBSYSTEM=="xen-backend", KERNEL=="vif*", ENV{UDEV_CALL}="1", \\
            RUN+="/etc/xen/scripts/vif-bridge $env{ACTION}"
        KERNEL=="evtchn", NAME="xen/%k"
        SUBSYSTEM=="blktap2", KERNEL=="blktap[0-9]*", MODE="0600"

        KERNEL=="xvd*", SUBSYSTEM=="block", SYMLINK+="mine/%k"
        SUBSYSTEM=="net", KERNEL=="vif*", NAME="lan0"

        """

    @Test func `rules are read into their parts`() {
        let rules = UdevRules(parsing: SourceText(name: "xen-backend.rules", text: text)).rules
        #expect(rules.count == 5)
        #expect(
            rules[0].tokens == [
                UdevRule.Token("SUBSYSTEM", "==", "xen-backend"), UdevRule.Token("KERNEL", "==", "vif*"),
                UdevRule.Token("ENV", attribute: "UDEV_CALL", "=", "1"),
                UdevRule.Token("RUN", "+=", "/etc/xen/scripts/vif-bridge $env{ACTION}"),
            ])
        #expect(rules[0].lines == [1, 2])
    }

    @Test func `dead rules of Xen become comments, all else stays`() {
        let rules = UdevRules(parsing: SourceText(name: "a", text: text))
        #expect(rules.deadXenRules.map(\.lines) == [[1, 2], [3], [4]])
        let kept = rules.commentingOut(mark: "#- ", where: \.isDeadXenRule)
        #expect(
            kept.text == """
                # Xen, from 2009
                #- SUBSYSTEM=="xen-backend", KERNEL=="vif*", ENV{UDEV_CALL}="1", \\
                #-     RUN+="/etc/xen/scripts/vif-bridge $env{ACTION}"
                #- KERNEL=="evtchn", NAME="xen/%k"
                #- SUBSYSTEM=="blktap2", KERNEL=="blktap[0-9]*", MODE="0600"

                KERNEL=="xvd*", SUBSYSTEM=="block", SYMLINK+="mine/%k"
                SUBSYSTEM=="net", KERNEL=="vif*", NAME="lan0"

                """)
        #expect(kept.deadXenRules == [])
        #expect(kept.rules.count == 2)
    }

    @Test func `a quote may hold a quote`() {
        let rules = UdevRules(parsing: SourceText(name: "a", text: #"A{b c} := "x\"y" B+=e"\n", GOTO="end""#)).rules
        #expect(
            rules.first?.tokens == [
                UdevRule.Token("A", attribute: "b c", ":=", "x\"y"), UdevRule.Token("B", "+=", "\\n"),
                UdevRule.Token("GOTO", "=", "end"),
            ])
    }

    @Test(arguments: ["KERNEL==\"open", "KERNEL", "{", "=\"x\"", "A{b", "A=", "\\", "A<\"b\""])
    func `a rule that udev cannot read does no harm`(text: String) {
        let rules = UdevRules(parsing: SourceText(name: "a", text: text))
        #expect(rules.rules == [])
        #expect(rules.text == text)
    }
}
