import ArgumentParser
import Dom0
import Model

struct BootConfirmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Make the entry that was booted the default, without waiting until all is well.")

    func run() async throws {
        let context = try BootContext()
        guard let booted = context.keeper.inventory.booted else { throw BootError.noTrial }
        guard try context.keeper.store.entries().contains(where: { $0.id == booted }) else {
            throw BootError.unknown(booted.description, known: try context.keeper.store.entries().map(\.id))
        }
        guard try context.keeper.book.read().good != booted else { return print("\(booted) is the default already") }
        _ = try await BootGate(context.keeper).promote(booted)
        print("\(booted) is the default now")
    }
}

struct BootPinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Keep an entry whatever comes; GRUB falls back to it too.")

    @Argument(help: "The entry, or a part of its name that only one has.")
    var entry: String

    @Flag(help: "Let it go again.")
    var off = false

    func run() async throws {
        let context = try BootContext()
        let lock = try WriterLock.acquire(context.host.root)
        let entry = try context.entry(entry)
        var book = try context.keeper.book.read()
        if off { book.pinned.remove(entry.id) } else { book.pinned.insert(entry.id) }
        try await context.keeper.commit(book, try context.keeper.store.entries())
        print(off ? "\(entry.id) is not kept any longer when nothing needs it" : "\(entry.id) is kept")
        _ = consume lock
    }
}

struct BootRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove an entry; never the one that was booted, the default, a pinned one, or one on trial.")

    @Argument(help: "The entry, or a part of its name that only one has.")
    var entry: String

    func run() async throws {
        let context = try BootContext()
        let lock = try WriterLock.acquire(context.host.root)
        let entry = try context.entry(entry)
        var book = try context.keeper.book.read()
        if let reason = book.protection(of: entry.id, booted: context.keeper.inventory.booted) {
            throw BootError.protected(entry.id, reason)
        }
        let left = try context.keeper.store.entries().filter { $0.id != entry.id }
        book.forget(allBut: Set(left.map(\.id)))
        // The menu lets go of it before its files go.
        try await context.keeper.commit(book, left)
        try context.keeper.store.remove(entry)
        print("removed \(entry.id)")
        _ = consume lock
    }
}
