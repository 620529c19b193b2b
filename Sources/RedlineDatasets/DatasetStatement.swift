import Redline
import RedlinePostgres

/// A statement of `statements/datasets`, by its name.
struct DatasetStatement: Sendable {
    let file: SQLFile

    private init(_ name: String) {
        guard let text = EmbeddedStatements.files.first(where: { $0.name == "\(name).sql" })?.text
        else { preconditionFailure("statements/datasets/\(name).sql is missing") }
        file = SQLFile(text)
    }

    static let corrections = Self("corrections")
    static let supportedPatterns = Self("supported_patterns")
    static let workflows = Self("workflows")
    static let threads = Self("threads")
    static let sharedGroups = Self("shared_groups")
    static let beginDataset = Self("begin_dataset")
    static let addDatasetRecords = Self("add_dataset_records")
    static let finishDataset = Self("finish_dataset")
    static let serverTime = Self("server_time")
}

extension Connection {
    func run(
        _ statement: DatasetStatement,
        _ parameters: [String: Parameter] = [:]
    ) throws(PostgresError) -> Rows {
        try execute(statement.file.sql, statement.file.bind(parameters))
    }

    func stream(
        _ statement: DatasetStatement,
        _ parameters: [String: Parameter],
        row: (Row) throws -> Void
    ) throws {
        try stream(statement.file.sql, statement.file.bind(parameters)) { rows in
            for each in rows { try row(each) }
        }
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

extension Timestamp? {
    /// The time as a parameter that is empty where there is none.
    var parameter: Parameter { .text(map { "\($0)" } ?? "") }
}
