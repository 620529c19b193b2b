import CLibPQ

/// Where a connection stands between statements.
public enum TransactionStatus: Sendable, Equatable {
    /// In no transaction.
    case idle
    /// A statement, a pipeline or a COPY is under way.
    case active
    /// In a transaction.
    case inTransaction
    /// In a transaction that failed and can only be rolled back.
    case inFailedTransaction
    /// The connection is gone.
    case unknown

    init(_ status: PGTransactionStatusType) {
        switch status {
        case PQTRANS_IDLE: self = .idle
        case PQTRANS_ACTIVE: self = .active
        case PQTRANS_INTRANS: self = .inTransaction
        case PQTRANS_INERROR: self = .inFailedTransaction
        default: self = .unknown
        }
    }
}
