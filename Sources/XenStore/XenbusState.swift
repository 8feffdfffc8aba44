/// The state of one end of a split driver (xen/include/public/io/xenbus.h).
package enum XenbusState: Int, Sendable, CaseIterable {
    case unknown, initialising, initWait, initialised, connected, closing, closed, reconfiguring, reconfigured
}
