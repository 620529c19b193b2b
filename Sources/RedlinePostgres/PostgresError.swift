import CLibPQ

/// What went wrong between us and PostgreSQL.
///
/// The description is safe to log: SQLSTATE, the primary message without the values that
/// PostgreSQL quotes in it, and the constraint. Detail, parameters and SQL text may hold content
/// and are never part of it.
public struct PostgresError: Error, Sendable, Equatable {
    /// The sort of failure, which decides what a caller can do about it.
    public enum Kind: Sendable, Equatable {
        /// No connection could be made.
        case connectionFailed
        /// A connection was made and is gone; the statement may or may not have been done.
        case connectionLost
        /// The server refused the statement with this five-character code.
        case sqlState(String)
        /// The caller's task was cancelled, or the statement was cancelled by request.
        case cancelled
        /// `statement_timeout` ran out.
        case timeout
        /// No connection of the pool became free within its bounds, or the pool is shut down.
        case poolExhausted
        /// A value cannot be sent or read as asked, or the call does not fit the connection's state.
        case badValue
    }

    /// The sort of failure.
    public let kind: Kind
    /// The server's five-character error code, also where `kind` says it in another way.
    public internal(set) var sqlState: String?
    /// The primary message, in full: it may quote values.
    public internal(set) var message: String
    /// The server's detail, which may hold content.
    public internal(set) var detail: String?
    /// The server's hint.
    public internal(set) var hint: String?
    /// The violated constraint.
    public internal(set) var constraintName: String?
    /// The schema of the table concerned.
    public internal(set) var schemaName: String?
    /// The table concerned.
    public internal(set) var tableName: String?
    /// The column concerned.
    public internal(set) var columnName: String?
    /// Where in the SQL text the error was noticed, in characters from 1.
    public internal(set) var position: Int?
    /// Which statement of a pipeline failed, from 0.
    public internal(set) var statementIndex: Int?

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// SQLSTATE, primary message without quoted values, and constraint: nothing that may be content.
    public var description: String {
        var text = sqlState.map { "\($0) " } ?? ""
        text += "\(publicMessage)"
        if let constraintName {
            text += " (constraint \(constraintName))"
        }
        return text
    }

    /// The same as the description, so that no dump shows more.
    public var debugDescription: String { "PostgresError(\(description))" }

    /// Shows the description only.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }

    /// The primary message; of data exceptions (class 22) without the value it quotes.
    private var publicMessage: String {
        guard let sqlState, sqlState.hasPrefix("22") else { return message }
        guard let first = message.firstIndex(of: "\"") else { return message }
        guard let last = message.lastIndex(of: "\"") else { return message }
        return message[..<first] + "\"…\"" + message[message.index(after: last)...]
    }
}
