/// One assignment, as written.
package struct XLSetting: Sendable, Equatable {
    package enum Operator: Sendable, Equatable { case set, append }

    package var key: String
    package var keySpan: Range<Int>
    package var `operator`: Operator
    package var value: XLNode

    package init(key: String, keySpan: Range<Int>, operator: Operator, value: XLNode) {
        self.key = key
        self.keySpan = keySpan
        self.operator = `operator`
        self.value = value
    }
}
