/// What comes next for somebody at a guest's console: one pure function of the domain that he saw, the one that there is, and
/// the guest's unit.
///
/// `xl console` ends alike whether he left it or the domain went.
/// ```
///  the guest's domain      the console was of     the unit         then
///  live, or paused         another, or none       anything         connect
///  live, or paused         it                     anything         left
///  none, ended, half made  anything               at work          wait     it reboots, starts or stops
///  none, ended, half made  anything               not              off
/// ```
package enum ConsoleCourse: Sendable, Equatable {
    case connect(domid: Int)
    case left, wait, off

    package static func decide(last: Int?, domain: DomainSighting?, unit: GuestUnitState?) -> ConsoleCourse {
        if let domain, domain.condition == .live || domain.condition == .paused && domain.isBuilt {
            return domain.domid == last ? .left : .connect(domid: domain.domid)
        }
        guard let unit, unit.isQueued || unit.active != "inactive" && unit.active != "failed" else { return .off }
        return .wait
    }
}
