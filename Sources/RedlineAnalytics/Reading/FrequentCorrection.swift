import Redline
import RedlinePostgres

/// What an owner changed in documents of a type, and how often.
public struct FrequentCorrection: Sendable, Equatable {
    /// The field name: the pointer with array indexes replaced by `*`.
    public let field: String
    /// The value before, as a text.
    public let original: String
    /// The value after, as a text.
    public let modified: String
    /// How often.
    public let corrections: Int
}

extension RecordReader {
    /// The twenty most frequent changes of an owner in documents of a type.
    ///
    /// The audit trail has an entry of it before it is handed over.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    public func frequentCorrections(
        of owner: Owner,
        in documentType: String,
        by actor: AuditActor
    ) async throws -> [FrequentCorrection] {
        let access = ReadAccess.owner(owner)
        let query = ReadingQuery(
            .frequentCorrections,
            ["owner": owner.name, "document_type": documentType]
        )
        return try await pool.readContent(as: access, by: actor) { connection in
            let rows = try connection.pipeline([query.statement])[0]
            let found = try rows.compactMap(FrequentCorrection.init)
            guard !found.isEmpty else { return (nil, []) }
            return (query.act(.readCorrections, access, [owner.name], records: found.count), found)
        }
    }
}

extension ReadingStatement {
    fileprivate static let frequentCorrections = Self("frequent_corrections")
}

extension FrequentCorrection {
    fileprivate init?(_ row: Row) throws {
        guard let field = try row["field"].string, let original = try row["original"].string,
            let modified = try row["modified"].string, let count = try row["corrections"].int
        else { return nil }
        self.init(field: field, original: original, modified: modified, corrections: count)
    }
}
