import CLibPQ

extension PostgresError {
    /// Reads the error of a result.
    ///
    /// A cancelled statement is `cancelled` when we asked for it (or the server says "user
    /// request") and `timeout` otherwise, as both have SQLSTATE 57014.
    init(result: OpaquePointer, isConnectionLost: Bool, askedToCancel: Bool) {
        let state = Self.field(result, .sqlState)
        let primary = Self.field(result, .message)
        let whole = String(cString: PQresultErrorMessage(result)).trimmingNewlines
        let message = primary ?? whole
        let kind: Kind =
            switch state {
            case _ where isConnectionLost: .connectionLost
            case "57014" where askedToCancel || message.hasSuffix("user request"): .cancelled
            case "57014": .timeout
            case let state?: .sqlState(state)
            case nil: .badValue
            }
        self.init(kind, message)
        sqlState = state
        detail = Self.field(result, .detail)
        hint = Self.field(result, .hint)
        constraintName = Self.field(result, .constraint)
        schemaName = Self.field(result, .schema)
        tableName = Self.field(result, .table)
        columnName = Self.field(result, .column)
        position = Self.field(result, .position).flatMap { Int($0) }
    }

    /// An error that libpq reports on the connection itself.
    init(_ kind: Kind, connection: OpaquePointer) {
        self.init(kind, String(cString: PQerrorMessage(connection)).trimmingNewlines)
    }

    static func field(_ result: OpaquePointer, _ field: DiagnosticField) -> String? {
        PQresultErrorField(result, field.code).map { String(cString: $0) }
    }

    /// Whether a prepared statement may have gone stale, so that preparing it again can help.
    var isStalePreparedStatement: Bool {
        kind == .sqlState("26000") || kind == .sqlState("0A000")
    }

    static let closed = Self(.connectionLost, "the connection is closed")
    static let cancelledBeforeSending = Self(.cancelled, "cancelled before the statement was sent")
    static let terminated = Self(.cancelled, "the connection takes no more statements")
    static let zeroByte = Self(.badValue, "text for PostgreSQL cannot hold U+0000")
}

extension String {
    var trimmingNewlines: String {
        var text = self[...]
        while text.last?.isNewline == true {
            text.removeLast()
        }
        return String(text)
    }
}
