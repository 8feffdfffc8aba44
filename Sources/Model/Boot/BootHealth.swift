package import Formats

/// What a boot on trial has to show before it counts as good.
package struct BootHealth: Sendable, Equatable {
    package var expectedXen: XenVersion?
    package var runningXen: XenVersion?
    package var expectedKernel: String
    package var runningKernel: String?
    package var isControlDomain: Bool
    /// Why xenstored gives no answer; `nil` when it does.
    package var storeComplaint: String?
    /// Why `xl info` of the toolstack that fits does not work; `nil` when it does.
    package var toolstackComplaint: String?
    package var missingBridges: [String]
    /// Guests that ran before and do not yet, each with the state of its unit.
    package var waiting: [GuestName: String]

    package init(
        expectedXen: XenVersion? = nil, runningXen: XenVersion? = nil, expectedKernel: String = "",
        runningKernel: String? = nil, isControlDomain: Bool = true, storeComplaint: String? = nil,
        toolstackComplaint: String? = nil, missingBridges: [String] = [], waiting: [GuestName: String] = [:]
    ) {
        self.expectedXen = expectedXen
        self.runningXen = runningXen
        self.expectedKernel = expectedKernel
        self.runningKernel = runningKernel
        self.isControlDomain = isControlDomain
        self.storeComplaint = storeComplaint
        self.toolstackComplaint = toolstackComplaint
        self.missingBridges = missingBridges
        self.waiting = waiting
    }

    /// A clause for each thing that is not well; empty when the boot is good.
    package var problems: [String] {
        var problems: [String] = []
        if let expectedXen, runningXen != expectedXen {
            problems.append(runningXen.map { "Xen \($0) runs, not \(expectedXen)" } ?? "Xen does not run")
        }
        if runningKernel != expectedKernel {
            problems.append("Linux \(runningKernel ?? "?") runs, not \(expectedKernel)")
        }
        if !isControlDomain { problems.append("this is not dom0: /proc/xen/capabilities has no control_d") }
        if let storeComplaint { problems.append("xenstored does not answer: \(storeComplaint)") }
        if let toolstackComplaint { problems.append("xl info does not work: \(toolstackComplaint)") }
        problems += missingBridges.map { "bridge \($0) is not there" }
        problems += waiting.sorted { $0.key < $1.key }.map { "guest \($0.key) does not run: its unit is \($0.value)" }
        return problems
    }

    /// Whether waiting can change it: another hypervisor or kernel stays another one.
    package var isHopeless: Bool {
        (expectedXen != nil && runningXen != expectedXen) || runningKernel != expectedKernel
    }
}
