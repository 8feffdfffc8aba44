import Model
import Testing

@Suite struct `the record of what is not confirmed` {
    let record = Unconfirmed(generation: 4, previous: 3, time: 1_800_000_000, boot: "b-1", deadline: 500)

    @Test func `is the same after it was written and read`() {
        #expect(Unconfirmed(parsing: record.text) == record)
    }

    @Test func `that is not as it was written is not read`() {
        let text = record.text
        #expect(Unconfirmed(parsing: text.replacing("500", with: "900")) == nil)
        for count in 0..<text.utf8.count { #expect(Unconfirmed(parsing: String(text.prefix(count))) == nil) }
    }

    @Test(arguments: [("b-1", 499, 1), ("b-1", 500, nil), ("b-1", 9000, nil), ("b-2", 1, nil), ("", 1, nil)])
    func `has time left in its own boot only`(boot: String, now: Int, left: Int?) {
        #expect(record.secondsLeft(boot: boot, now: now) == left)
    }
}
