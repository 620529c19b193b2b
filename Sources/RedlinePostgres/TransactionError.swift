/// A transaction's body failed and so did the rollback after it; the connection is then closed.
public struct TransactionError: Error {
    /// What the body threw.
    public let body: any Error
    /// Why it could not be rolled back.
    public let rollback: PostgresError
}
