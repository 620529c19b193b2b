import Redline
import RedlinePostgres

/// A statement of `statements/reading`, by its name.
struct ReadingStatement: Sendable {
    let name: String
    let file: SQLFile

    init(_ name: String) {
        self.name = name
        guard let text = EmbeddedStatements.files.first(where: { $0.name == "\(name).sql" })?.text
        else { preconditionFailure("statements/reading/\(name).sql is missing") }
        file = SQLFile(text)
    }

    static let exportHistory = Self("export_history")
    static let findWorkflow = Self("find_workflow")
    static let workflowStages = Self("workflow_stages")
    static let workflowCorrections = Self("workflow_corrections")
    static let newestWorkflows = Self("newest_workflows")
    static let newestInteractions = Self("newest_interactions")
    static let interactionHistory = Self("interaction_history")
    static let countInteractions = Self("count_interactions")
    static let reportChoices = Self("report_choices")
    static let retentionDays = Self("retention_days")
    static let audit = Self("audit")
}

extension Connection {
    func run(
        _ statement: ReadingStatement,
        _ parameters: [String: Parameter] = [:]
    ) throws(PostgresError) -> Rows {
        try executePrepared(statement.file.sql, statement.file.bind(parameters))
    }
}

extension Statement {
    /// A statement of `statements/reading`, for a pipeline.
    static func reading(
        _ statement: ReadingStatement,
        _ parameters: [String: Parameter] = [:]
    ) -> Statement {
        Statement(statement.file.sql, statement.file.bind(parameters), isPrepared: true)
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

extension KeptDays {
    /// The days of one column of `retention_days`.
    init(_ rows: Rows, _ column: String) throws(PostgresError) {
        var days: [(owner: String?, days: Int)] = []
        for row in rows {
            days.append((try row["owner"].string, try row[column].int ?? 30))
        }
        self.init(days)
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
