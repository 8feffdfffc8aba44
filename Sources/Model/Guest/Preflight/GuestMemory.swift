package import Formats

/// How much memory a guest takes of the host.
package struct GuestMemory: Sendable, Equatable {
    /// What the guest gets, in MiB.
    package var size: Int
    /// What Xen takes beside it for page tables, in whole MiB: not more than it really takes.
    package var overhead: Int
    /// What xl looks for before it begins, with autoballoon: the sum and a little more, in whole pages of 2 MiB.
    package var wanted: Int

    package init(size: Int, overhead: Int = 0, wanted: Int? = nil) {
        self.size = size
        self.overhead = overhead
        self.wanted = wanted ?? size + overhead
    }

    /// Source: Xen tools/libs/light/libxl_mem.c (`libxl__domain_need_memory_calculate`), libxl_create.c
    /// (`libxl__get_required_paging_memory`), libxl_internal.h (`LIBXL_PV_EXTRA_MEMORY` and its kin), 4.14 to 4.22.
    package init?(of guest: GuestSpecification, type: XLGuestType) {
        let number = { (key: String) in guest.text(of: key).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
        guard guest.value(of: "vnuma") == nil, let size = number("memory") ?? number("maxmem"), size < 1 << 40 else {
            return nil
        }
        let vcpus = min(number("maxvcpus") ?? number("vcpus") ?? 1, 4096)
        let most = max(size, min(number("maxmem") ?? size, 1 << 40))
        let paging = number("shadow_memory").map { min($0, 1 << 30) * 1024 } ?? 4 * (256 * vcpus + most)
        // A PV guest has its page tables in its own memory; xl counts as if it had not.
        let overhead = type == .pv ? 0 : paging / 1024
        let wanted = size * 1024 + paging + (type == .pv ? 1024 : 2048)
        self.init(size: size, overhead: overhead, wanted: (wanted + 2047) / 2048 * 2)
    }

    /// Below this xl does not shrink dom0, in MiB (libxl_internal.h, `LIBXL_MIN_DOM0_MEM`).
    static let leastOfDom0 = 128
}

extension GuestPreflight {
    mutating func checkMemory(of guest: GuestNeeds, _ facts: GuestPreflightFacts) {
        guard let memory = guest.memory, let host = facts.freeMemory else { return }
        let need =
            memory.overhead == 0
            ? "\(memory.size) MiB" : "\(memory.size) MiB and \(memory.overhead) MiB for its page tables"
        let sentence = "the guest needs \(need), and Xen has \(host.free) MiB free"
        // What is free is told in whole MiB: there may be almost one more, of dom0's too.
        guard host.canBalloon else {
            guard host.free < memory.size + memory.overhead else { return }
            passing += 1
            obstacles.append("\(sentence); stop another guest, or give this one less")
            return
        }
        guard host.free < memory.wanted else { return }
        guard let dom0 = host.dom0 else {
            warnings.append("\(sentence); xl will try to take the rest from dom0")
            return
        }
        let spare = max(0, dom0 - GuestMemory.leastOfDom0)
        if host.free + spare + 1 < memory.wanted {
            passing += 1
            obstacles.append(
                "\(sentence), and dom0 can give \(spare) of its \(dom0) MiB; stop another guest, or give this one less")
        } else {
            warnings.append("\(sentence); xl will try to take the rest from dom0, which has \(dom0) MiB")
        }
    }
}
