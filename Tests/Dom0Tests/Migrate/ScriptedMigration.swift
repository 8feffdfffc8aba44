import Glibc

@testable import Model

/// xl's two ends of a migration, as xl_migrate.c has them, on pipes; what they do to domains is the test's.
enum ScriptedMigration {
    /// What is sent of the guest's memory.
    static let memory = [UInt8](repeating: 0x4D, count: 3_000_000)

    /// What happens to the domain here.
    enum SourceEvent { case suspend, rename, restore, destroy }
    /// What happens to the copy there.
    enum CopyEvent { case build, rename, destroy }

    /// `xl migrate`: 0 when the domain was destroyed because the copy is whole.
    static func send(from input: CInt, to output: CInt, _ event: (SourceEvent) -> Void) -> Int32 {
        guard take(HandoverRelay.banner, from: input) else { return 1 }
        var isSent = put(memory, to: output)
        event(.suspend)
        isSent = put(Array("end of memory\n".utf8), to: output) && isSent
        guard isSent, take(HandoverRelay.ready, from: input) else {
            event(.restore)
            return 1
        }
        event(.rename)
        guard put(HandoverRelay.permission, to: output), take(HandoverRelay.report, from: input),
            let status = bytes(1, from: input)
        else { return 1 }
        guard status == [0] else {
            guard take(HandoverRelay.permission, from: input) else { return 1 }
            event(.restore)
            return 1
        }
        event(.destroy)
        return 0
    }

    /// `xl migrate-receive`; `dies` tells before which of its steps its host does.
    static func receive(from input: CInt, to output: CInt, failing: Bool, _ event: (CopyEvent) -> Void) -> Int32 {
        guard put(HandoverRelay.banner, to: output), bytes(memory.count, from: input) == memory,
            take(Array("end of memory\n".utf8), from: input)
        else { return 1 }
        event(.build)
        guard put(HandoverRelay.ready, to: output) else { return 1 }
        let isLetGo = take(HandoverRelay.permission, from: input)
        if isLetGo, !failing { event(.rename) }
        let status: UInt8 = isLetGo && !failing ? 0 : 1
        guard put(HandoverRelay.report, to: output), put([status], to: output) else { return 1 }
        guard status != 0 else { return 0 }
        event(.destroy)
        return put(HandoverRelay.permission, to: output) ? 0 : 1
    }

    static func bytes(_ count: Int, from descriptor: CInt) -> [UInt8]? {
        var all = [UInt8](repeating: 0, count: count)
        var taken = 0
        while taken < count {
            let length = all.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress?.advanced(by: taken), count - taken)
            }
            if length < 0, errno == EINTR { continue }
            guard length > 0 else { return nil }
            taken += length
        }
        return all
    }

    private static func take(_ message: [UInt8], from descriptor: CInt) -> Bool {
        bytes(message.count, from: descriptor) == message
    }

    static func put(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
