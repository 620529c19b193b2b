import Redline
import RedlinePostgres

/// A statement with its values, as it is run and as the audit trail tells of it.
struct ReadingQuery: Sendable {
    fileprivate let reading: ReadingStatement
    private let values: [String: String]

    init(_ reading: ReadingStatement, _ values: [String: String]) {
        self.reading = reading
        self.values = values
    }

    var statement: Statement { .reading(reading, parameters) }

    fileprivate var parameters: [String: Parameter] { values.mapValues { .text($0) } }

    /// What was read, and of whom: of the reader's own owner, or of those whose records were found.
    func act(
        _ action: AuditAction,
        _ access: ReadAccess,
        _ owners: [String],
        records: Int
    ) -> AuditedAct {
        AuditedAct(
            action,
            owners: access.owner.map { [$0.name] } ?? Array(Set(owners)),
            records: records,
            query: AuditedAct.query(reading.name, values)
        )
    }
}

extension Connection {
    /// Runs the statement, kept to the newest records that may be on the page.
    func run(
        _ query: ReadingQuery,
        within reach: NewestRecords.Reach
    ) throws(PostgresError) -> Rows {
        try run(query.reading, query.parameters.merging(reach.parameters) { $1 })
    }
}

extension AuditedAct {
    /// A question as one text: of which statement, with which values.
    static func query(_ name: String, _ values: [String: String]) -> String {
        let parts = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return ([name] + parts).joined(separator: "\u{1F}")
    }
}

extension ReportDefinition {
    /// What a reader of the report was shown; nil where it shows no content.
    func act(_ arguments: ReportArguments, records: Int) -> AuditedAct? {
        guard columns.contains(where: \.showsContent) else { return nil }
        let owner = arguments.values["owner"] ?? ""
        return AuditedAct(
            .reportContent,
            owners: owner.isEmpty ? nil : [owner],
            records: records,
            query: AuditedAct.query(queryHash, arguments.values),
            detail: ["report": name]
        )
    }
}
