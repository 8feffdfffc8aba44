import Testing

/// What a scenario saw is not what it promises; the description names the line.
struct BrokenPromise: Error, CustomStringConvertible {
    var place: SourceLocation
    var message: String

    var description: String { "\(place.fileName):\(place.line): \(message)" }
}

/// Throws unless the condition holds.
///
/// `#require` would count as a failure at once, and a scenario may be tried again (``Laboratory``).
func require(
    _ condition: Bool, _ message: @autoclosure () -> String = "not so", place: SourceLocation = #_sourceLocation
) throws {
    guard condition else { throw BrokenPromise(place: place, message: message()) }
}

/// The value, which must be there.
func require<Value>(
    _ value: Value?, _ message: @autoclosure () -> String = "there is none", place: SourceLocation = #_sourceLocation
) throws -> Value {
    guard let value else { throw BrokenPromise(place: place, message: message()) }
    return value
}
