extension StoreConnection {
    /// Runs the body in a transaction: all of its changes are seen at once, or none.
    ///
    /// When others changed what the body read or wrote, it runs again, at most `attempts` times, then
    /// ``StoreError/conflicts(attempts:)`` is thrown. An error of the body gives the transaction up.
    package func transaction<Value>(
        attempts: Int = 16, _ body: (TransactionID) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        for _ in 0..<attempts {
            let transaction = try begin()
            let value: Value
            do throws(StoreError) {
                value = try body(transaction)
            } catch {
                do throws(StoreError) {
                    _ = try end(transaction, committing: false)
                } catch {
                    // What the body met is the cause and goes to the caller; a transaction that could not be given
                    // up ends with the connection.
                }
                if case .refused(.again, _, _) = error { continue }
                throw error
            }
            if try end(transaction, committing: true) { return value }
        }
        throw .conflicts(attempts: attempts)
    }

    private func begin() throws(StoreError) -> TransactionID {
        let request = StoreRequest(.transactionStart, [""])
        guard let text = try texts(try one(request).required(), of: request).first, let number = UInt32(text),
            number != 0
        else { throw .malformedAnswer(.transactionStart, subject: "") }
        return TransactionID(number)
    }

    /// False when it has to be tried again.
    private func end(_ transaction: TransactionID, committing: Bool) throws(StoreError) -> Bool {
        let request = StoreRequest(.transactionEnd, [committing ? "T" : "F"], in: transaction)
        do throws(StoreError) {
            try order(request)
            return true
        } catch .refused(.again, .transactionEnd, subject: _) {
            return false
        }
    }
}
