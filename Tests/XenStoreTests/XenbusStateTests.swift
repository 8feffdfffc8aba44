import Testing
import XenStore

@Test func `a connected device has xenbus state 4`() {
    #expect(XenbusState.connected.rawValue == 4)
}
