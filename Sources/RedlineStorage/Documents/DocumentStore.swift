import Redline
import RedlinePostgres

/// Stores documents, version after version.
public struct DocumentStore: Sendable {
    private let pool: ConnectionPool

    /// Creates a door to the documents of a database.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Stores a document as a new version, unless it is the same as the latest one.
    ///
    /// With a condition the latest version has to be the one that was meant; a document that is the
    /// same as the latest version is no conflict, so that a request can be sent again.
    ///
    /// - Throws: `DocumentRefusal`, `PostgresError`.
    public func store(
        _ document: ExtractedDocument,
        replacing condition: DocumentCondition? = nil
    ) async throws -> DocumentReceipt {
        let record = document.document.withSourceBytes { Array($0) }
        let parameters: [String: Parameter] = [
            "owner": .text(document.owner.name),
            "document_id": .text(document.id.text),
            "digest": .bytea(RecordDigest(of: document).bytes),
            "record": .json(utf8: record),
            "document_type": .text(document.documentType),
            "extraction_method": .text(document.extractionMethod),
            "extraction_confidence": .double(document.extractionConfidence),
            "extracted": .integer(document.extractedData.leafCount),
            "expected": condition.map { .array($0.tags) } ?? .null,
        ]
        return try await pool.withTransaction(role: "redline_recorder") { connection in
            guard let row = try connection.run(.storeDocument, parameters).first else {
                preconditionFailure("the function gives one row")
            }
            if let word = try row["refusal"].string { throw Self.refusal(word) }
            guard let version = try row["version"].int, let tag = try row["tag"].string,
                let created = try row["created_at"].timestamp,
                let isNew = try row["is_new"].bool, let days = try row["export_days"].int
            else { preconditionFailure("what is stored has a version and a time") }
            return DocumentReceipt(
                version: version,
                tag: tag,
                createdAt: created,
                expiresAt: created.adding(days: days),
                isNew: isNew
            )
        }
    }

    private static func refusal(_ word: String) -> DocumentRefusal {
        switch word {
        case "being_erased": .ownerErased(isUnderWay: true)
        case "erased": .ownerErased(isUnderWay: false)
        default: .outdated
        }
    }
}

extension RecordingStatement {
    fileprivate static let storeDocument = Self("store_document")
}
