import Redline
import RedlinePostgres

/// A statement of `statements/reading`, by its name.
struct ReadingStatement: Sendable {
    let file: SQLFile

    private init(_ name: String) {
        guard let text = EmbeddedStatements.files.first(where: { $0.name == "\(name).sql" })?.text
        else { preconditionFailure("statements/reading/\(name).sql is missing") }
        file = SQLFile(text)
    }

    static let exportHistory = Self("export_history")
    static let findWorkflow = Self("find_workflow")
    static let workflowStages = Self("workflow_stages")
    static let workflowCorrections = Self("workflow_corrections")
    static let interactionHistory = Self("interaction_history")
    static let countInteractions = Self("count_interactions")
    static let retentionDays = Self("retention_days")
}

extension Connection {
    func run(
        _ statement: ReadingStatement,
        _ parameters: [String: Parameter] = [:]
    ) throws(PostgresError) -> Rows {
        try executePrepared(statement.file.sql, statement.file.bind(parameters))
    }
}

extension ConnectionPool {
    /// Reads in a transaction that row-level security binds to the reader.
    nonisolated func read<Value: Sendable>(
        as access: ReadAccess,
        _ body: @Sendable (isolated Connection) async throws -> Value
    ) async throws -> Value {
        try await withTransaction(role: access.databaseRole, settings: access.settings, body)
    }
}

extension Field {
    /// The value of a timestamptz.
    var timestamp: Timestamp? {
        get throws(PostgresError) {
            try microsecondsSinceEpoch.map { Timestamp(microseconds: $0) }
        }
    }
}
