import Redline
import RedlinePostgres

/// A statement of `statements/recording`, by its name.
struct RecordingStatement: Sendable {
    let file: SQLFile

    init(_ name: String) {
        guard let text = EmbeddedStatements.files.first(where: { $0.name == "\(name).sql" })?.text
        else { preconditionFailure("statements/recording/\(name).sql is missing") }
        file = SQLFile(text)
    }

    static let claimWorkflows = Self("claim_workflows")
    static let lockWorkflows = Self("lock_workflows")
    static let ownersOfWorkflows = Self("owners_of_workflows")
    static let stagesOfWorkflows = Self("stages_of_workflows")
    static let moveWorkflow = Self("move_workflow")
    static let insertStages = Self("insert_stages")
    static let insertCorrections = Self("insert_corrections")
    static let setSummaryRate = Self("set_summary_rate")
    static let insertPendingMeasures = Self("insert_pending_measures")
    static let claimInteractions = Self("claim_interactions")
    static let claimNewInteractions = Self("claim_new_interactions")
    static let claimedInteractions = Self("claimed_interactions")
    static let claimThreads = Self("claim_threads")
    static let insertThreads = Self("insert_threads")
    static let lockThreads = Self("lock_threads")
    static let moveThreads = Self("move_threads")
    static let moveKnownThreads = Self("move_known_threads")
    static let messagesAt = Self("messages_at")
    static let threadNeighbours = Self("thread_neighbours")
    static let insertInteractions = Self("insert_interactions")
    static let insertToolCalls = Self("insert_tool_calls")
    static let insertInteractionsWithCalls = Self("insert_interactions_with_calls")
    static let mayCopy = Self("may_copy")
    static let preferLZ4 = Self("prefer_lz4")
    static let copyInteractions = Self("copy_interactions")
    static let copyToolCalls = Self("copy_tool_calls")
    static let setRepeats = Self("set_repeats")
    static let claimIdempotencyKey = Self("claim_idempotency_key")
    static let knownIdempotencyKey = Self("known_idempotency_key")
    static let retentionDays = Self("retention_days")
    static let ensurePartitions = Self("ensure_partitions")
    static let makePartitionsAhead = Self("make_partitions_ahead")
}

extension Connection {
    /// Runs a statement; prepared, because recording runs few statements very often.
    @discardableResult
    func run(
        _ statement: RecordingStatement,
        _ parameters: [String: Parameter] = [:]
    ) throws(PostgresError) -> Rows {
        try executePrepared(statement.file.sql, statement.file.bind(parameters))
    }
}

extension Connection {
    /// Runs a COPY of a batch, as the role that the session began with.
    func copy(_ batch: BatchRows, by statement: RecordingStatement) throws(PostgresError) {
        let writer = try copyIn(statement.file.sql)
        try writer.write(batch.copyData)
        try writer.finish()
    }
}

extension Parameter {
    static func uuid(_ id: WorkflowID) -> Parameter {
        .uuid(bytes: id.bytes)
    }

    static func timestamp(_ time: Timestamp) -> Parameter {
        .timestamp(microsecondsSinceEpoch: time.microseconds)
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
