import Testing

@testable import reeve

@Test func `the program is called reeve`() {
    #expect(Reeve.configuration.commandName == "reeve")
}
